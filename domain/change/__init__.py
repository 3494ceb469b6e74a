"""One change of many contracts, from first proposal to the day it is in force."""
