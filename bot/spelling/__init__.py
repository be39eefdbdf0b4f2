"""From characters to words: folding pinyin and slips away, the patterns, and what each piece of a message can mean."""
