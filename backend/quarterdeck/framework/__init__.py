"""The council's performance management framework, periods, and what bodies decided."""
