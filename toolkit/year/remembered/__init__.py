"""记住: what was made of each file of the inbox, kept so that the next run need not read it again.

Deleting it changes nothing but time. What is not certainly what this run would make of the file itself is as
if it were not there.
"""
