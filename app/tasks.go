package app

// FinishTask settles what waits: about is a message, request, document or deliverable.
func (a *App) FinishTask(engagement, about string) (o Outcome, err error) {
	defer guard("FinishTask", &err)
	return a.finishTask(engagement, about)
}

// SnoozeTask puts it away until a time, RFC 3339.
func (a *App) SnoozeTask(engagement, about, until string) (o Outcome, err error) {
	defer guard("SnoozeTask", &err)
	return a.snoozeTask(engagement, about, until)
}

// HandOver gives it to a colleague.
func (a *App) HandOver(engagement, about, staff string) (o Outcome, err error) {
	defer guard("HandOver", &err)
	return a.handOver(engagement, about, staff)
}
