package folder

// SettleLookMax is how long Settle waits for an answer at once.
const SettleLookMax = settleLookMax
