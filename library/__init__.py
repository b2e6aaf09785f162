"""Which pictures do we hold, whose are they, and in which sizes can readers see them?"""
