"""What do readers reply, and which replies may others see?"""
