"""What the API takes and gives, with units in the names; domain types never cross the edge."""
