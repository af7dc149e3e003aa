package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// StaffTable is the members of the firm and their computers.
type StaffTable struct {
	Rows []StaffRow `json:"rows"`
	Can  []string   `json:"can"` // add-staff, set-roles, remove-staff, revoke-computer
}

// StaffRow is one member of the staff.
type StaffRow struct {
	Person
	Email     string     `json:"email"`
	Roles     []string   `json:"roles"` // partner, manager, preparer, administrator
	Active    bool       `json:"active"`
	AwayFrom  string     `json:"awayFrom"` // RFC 3339 or ""
	AwayUntil string     `json:"awayUntil"`
	Cover     Person     `json:"cover"`
	Computers []Computer `json:"computers"`
	Open      int        `json:"open"` // engagements they work on
}

// Computer is one enrolled desk.
type Computer struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Added   Moment `json:"added"`
	Revoked bool   `json:"revoked"`
	This    bool   `json:"this"`
}

// EnrolmentCode lets one computer join. It is shown once.
type EnrolmentCode struct {
	Code    string `json:"code"`
	Relay   string `json:"relay"`
	Expires Moment `json:"expires"`
}

// Staff answers from this computer.
func (a *App) Staff() (t StaffTable, err error) {
	defer guard("Staff", &err)
	return a.staff()
}

// AddStaff adds a member of the staff.
func (a *App) AddStaff(name, email string, roles []string) (o Outcome, err error) {
	defer guard("AddStaff", &err)
	return a.addStaff(name, email, roles)
}

// SetRoles sets what a member of the staff may do.
func (a *App) SetRoles(staff string, roles []string) (o Outcome, err error) {
	defer guard("SetRoles", &err)
	return a.setRoles(staff, roles)
}

// RemoveStaff ends a person's access and that of their computers.
func (a *App) RemoveStaff(staff string) (o Outcome, err error) {
	defer guard("RemoveStaff", &err)
	return a.removeStaff(staff)
}

// RevokeComputer ends one computer's access.
func (a *App) RevokeComputer(computer string) (o Outcome, err error) {
	defer guard("RevokeComputer", &err)
	return a.revokeComputer(computer)
}

// CreateEnrolmentCode asks the relay for a code; it fails with "offline" without a connection.
func (a *App) CreateEnrolmentCode(staff string) (c EnrolmentCode, err error) {
	defer guard("CreateEnrolmentCode", &err)
	return a.createEnrolmentCode(staff)
}

// SetAway says that a person is away and who covers; from and until are RFC 3339, and an empty until
// means they are back.
func (a *App) SetAway(staff, from, until, cover string) (o Outcome, err error) {
	defer guard("SetAway", &err)
	return a.setAway(staff, from, until, cover)
}

func (a *App) staff() (StaffTable, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	firm := a.pending.view().Firm()
	open := map[engagement.StaffID]int{}
	for _, c := range a.allCards() {
		if c.Derived == engagement.Complete {
			continue
		}
		for _, id := range []engagement.StaffID{c.People.Partner, c.People.Manager, c.People.Preparer} {
			open[id]++
		}
	}
	t := StaffTable{Rows: []StaffRow{}}
	for id, s := range firm.Staff {
		t.Rows = append(t.Rows, a.staffRow(s, open[id]))
	}
	slices.SortFunc(t.Rows, func(x, y StaffRow) int {
		return cmp.Or(order(y.Active, x.Active), strings.Compare(x.Name, y.Name), strings.Compare(x.ID, y.ID))
	})
	c := newCan()
	c.when(a.may(engagement.Administrator), "add-staff", "set-roles", "remove-staff", "revoke-computer")
	t.Can = c
	return t, nil
}

// order puts false before true.
func order(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

func (a *App) staffRow(s *engagement.Staff, open int) StaffRow {
	row := StaffRow{
		Person: a.staffPerson(s.ID), Email: s.Email, Roles: []string{}, Active: s.Active, Computers: []Computer{}, Open: open,
	}
	for _, r := range s.Roles {
		row.Roles = append(row.Roles, string(r))
	}
	if s.Away != nil && a.now().Before(s.Away.Until) {
		row.AwayFrom = s.Away.From.UTC().Format(time.RFC3339)
		row.AwayUntil = s.Away.Until.UTC().Format(time.RFC3339)
		row.Cover = a.staffPerson(s.Away.Cover)
	}
	for id, k := range a.pending.view().Firm().Keys {
		if k.Purpose == engagement.DeviceKey && k.Staff == s.ID {
			row.Computers = append(row.Computers, Computer{
				ID: string(id), Name: k.Name, Added: a.moment(k.Added), Revoked: k.Revoked, This: id == a.id.Device,
			})
		}
	}
	slices.SortFunc(row.Computers, func(x, y Computer) int { return strings.Compare(x.Added.At, y.Added.At) })
	return row
}

func roles(names []string) []engagement.Role {
	all := []engagement.Role{}
	for _, n := range names {
		all = append(all, engagement.Role(n))
	}
	return all
}

func (a *App) addStaff(name, email string, names []string) (Outcome, error) {
	name, email = strings.TrimSpace(name), strings.TrimSpace(email)
	if name == "" {
		return Outcome{}, failure(CodeInput, "A member of the staff needs a name.", "")
	}
	id := engagement.StaffID(a.newID())
	drafts := []fact{onFirm(engagement.StaffAdded, engagement.StaffAddedBody{Staff: id, Roles: roles(names)}, engagement.Named{Name: name})}
	if email != "" {
		drafts = append(drafts, onFirm(engagement.StaffEmailSet, engagement.StaffRef{Staff: id}, engagement.EmailPrivate{Email: email}))
	}
	o, err := a.do(act{Words: "Add " + name}, name+" added", drafts...)
	o.ID = string(id)
	return o, err
}

func (a *App) setRoles(staff string, names []string) (Outcome, error) {
	return a.do(act{Words: "Set roles"}, "Roles set", onFirm(engagement.StaffRoleSet,
		engagement.StaffAddedBody{Staff: engagement.StaffID(staff), Roles: roles(names)}, nil))
}

func (a *App) removeStaff(staff string) (Outcome, error) {
	return a.do(act{Words: "End a colleague's access"}, "Access ended",
		onFirm(engagement.StaffRemoved, engagement.StaffRef{Staff: engagement.StaffID(staff)}, nil))
}

func (a *App) revokeComputer(computer string) (Outcome, error) {
	return a.do(act{Words: "End a computer's access"}, "Access ended",
		onFirm(engagement.KeyRevoked, engagement.KeyRevokedBody{Key: engagement.KeyID(computer)}, nil))
}

// askTime is how long a question to the relay may take.
const askTime = 15 * time.Second

func (a *App) createEnrolmentCode(staff string) (EnrolmentCode, error) {
	link := a.theLink()
	if link == nil {
		return EnrolmentCode{}, errOffline
	}
	ctx, cancel := context.WithTimeout(a.ctx, askTime)
	defer cancel()
	reply, err := link.NewEnrolment(ctx, engagement.StaffID(staff))
	if errors.Is(err, desk.ErrUnreachable) {
		return EnrolmentCode{}, errOffline
	}
	if err != nil {
		return EnrolmentCode{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return EnrolmentCode{Code: reply.Code, Relay: a.id.Relay, Expires: a.moment(reply.Expires)}, nil
}

var errOffline = failure(CodeOffline, "This needs the relay, and it does not answer.", "Try again when you are back online.")

func (a *App) setAway(staff, from, until, cover string) (Outcome, error) {
	body := engagement.StaffAwayBody{Staff: engagement.StaffID(staff)}
	if until == "" {
		return a.do(act{Words: "Set back in the office"}, "Back in the office", onFirm(engagement.StaffAwaySet, body, nil))
	}
	end, err := parseTime(until)
	if err != nil {
		return Outcome{}, err
	}
	begin := a.now()
	if from != "" {
		if begin, err = parseTime(from); err != nil {
			return Outcome{}, err
		}
	}
	body.Away = &engagement.Away{From: begin.UTC(), Until: end.UTC(), Cover: engagement.StaffID(cover)}
	return a.do(act{Words: "Set away"}, "Away set", onFirm(engagement.StaffAwaySet, body, nil))
}
