"""The story: what does the desk work on, and what is public, where and when?"""
