"""Pure functions of plain values: no ORM, no clock, no database."""
