package desk

import "time"

// BePatient has files that are sent while they are read wait for the line as long as this.
func (l *Link) BePatient(d time.Duration) { l.patience = d }
