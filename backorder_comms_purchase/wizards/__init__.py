from . import purchase_chase_answer
