package app

import (
	"time"

	"tieout/sync/engagement"
)

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

func (a *App) finishTask(id, about string) (Outcome, error) {
	return a.do(act{Words: "Settle"}, "Settled", on(id, engagement.TaskDone, engagement.TaskBody{About: about}, nil))
}

func (a *App) snoozeTask(id, about, until string) (Outcome, error) {
	t, err := parseTime(until)
	if err != nil {
		return Outcome{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.doLocked(act{Words: "Put away"}, "Put away until "+a.moment(t).Words,
		on(id, engagement.TaskSnoozed, engagement.TaskBody{About: about, Until: &t}, nil))
}

func (a *App) handOver(id, about, staff string) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	to := a.staffPerson(engagement.StaffID(staff))
	return a.doLocked(act{Words: "Hand over to " + to.First}, "Handed to "+to.First,
		on(id, engagement.TaskAssigned, engagement.TaskBody{About: about, To: engagement.StaffID(staff)}, nil))
}

func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, failure(CodeInput, "This is not a time.", "")
	}
	return t, nil
}
