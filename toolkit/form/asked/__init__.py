"""What a definition is asked when it is read: does it contradict itself, can it be carried out."""
