package engagement

import (
	"slices"
	"strings"
)

// StaffAddedBody is the body of staff.added. The name is private and shared
// with clients, who read "Tom is preparing your return"; the e-mail address is
// not, and travels in staff.email_set.
type StaffAddedBody struct {
	Staff StaffID `json:"staff"`
	Roles []Role  `json:"roles"`
}

func validRoles(roles []Role) bool {
	if len(roles) == 0 {
		return false
	}
	for _, r := range roles {
		if r.author() == 0 {
			return false
		}
	}
	return true
}

func staffAdded(a *act, b *StaffAddedBody, p *Named) Refusal {
	switch {
	case b.Staff == "" || !validRoles(b.Roles) || a.blank(p.Name):
		return malformed("a member of the staff needs an id, a name and a role")
	case a.firm.Staff[b.Staff] != nil && a.firm.Staff[b.Staff].Active:
		return exists("This member of the staff")
	}
	a.firm.Staff[b.Staff] = &Staff{ID: b.Staff, Name: p.Name, Roles: b.Roles, Active: true}
	return accepted
}

// StaffRef is the body of kinds that only name a member of the staff.
type StaffRef struct {
	Staff StaffID `json:"staff"`
}

// EmailPrivate is the private part of staff.email_set.
type EmailPrivate struct {
	Email string `json:"email"`
}

func staffEmailSet(a *act, b *StaffRef, p *EmailPrivate) Refusal {
	who := a.firm.Staff[b.Staff]
	if who == nil || !who.Active {
		return missing("This member of the staff")
	}
	if !strings.Contains(p.Email, "@") && !a.gone() {
		return malformed("this is not an e-mail address")
	}
	who.Email = strings.TrimSpace(p.Email)
	return accepted
}

func staffRoleSet(a *act, b *StaffAddedBody, _ *none) Refusal {
	who := a.firm.Staff[b.Staff]
	switch {
	case who == nil || !who.Active:
		return missing("This member of the staff")
	case !validRoles(b.Roles):
		return malformed("a member of the staff needs a role")
	case !slices.Contains(b.Roles, Administrator) && a.firm.onlyAdministrator(b.Staff):
		return lastAdministrator
	case a.By.Staff() == b.Staff && gains(who.Roles, b.Roles) && !a.firm.onlyAdministrator(b.Staff):
		return forbidden("Nobody gives themselves a role.")
	}
	who.Roles = b.Roles
	return accepted
}

func gains(had, has []Role) bool {
	return slices.ContainsFunc(has, func(r Role) bool { return !slices.Contains(had, r) })
}

var lastAdministrator = Refusal{CodeNotOpen, "This is the firm's only administrator.", "Make somebody else an administrator first."}

// onlyAdministrator says whether no one but who can administer the firm.
func (f *Firm) onlyAdministrator(who StaffID) bool {
	for id, s := range f.Staff {
		if id != who && s.Active && s.Has(Administrator) {
			return false
		}
	}
	me := f.Staff[who]
	return me != nil && me.Has(Administrator)
}

func staffRemoved(a *act, b *StaffRef, _ *none) Refusal {
	who := a.firm.Staff[b.Staff]
	switch {
	case who == nil || !who.Active:
		return missing("This member of the staff")
	case a.firm.onlyAdministrator(b.Staff):
		return lastAdministrator
	}
	who.Active = false
	for _, k := range a.firm.Keys {
		if k.Purpose == DeviceKey && k.Staff == b.Staff {
			k.Revoked = true
		}
	}
	return accepted
}

// StaffAwayBody is the body of staff.away_set. A nil Away means "back".
type StaffAwayBody struct {
	Staff StaffID `json:"staff"`
	Away  *Away   `json:"away,omitempty"`
}

func staffAwaySet(a *act, b *StaffAwayBody, _ *none) Refusal {
	who := a.firm.Staff[b.Staff]
	switch {
	case who == nil || !who.Active:
		return missing("This member of the staff")
	case a.By.Staff() != b.Staff && !a.firm.Staff[a.By.Staff()].Has(Administrator):
		return forbidden("Only the person or an administrator can do this.")
	case b.Away != nil && (!b.Away.Until.After(b.Away.From) || b.Away.Cover == b.Staff):
		return malformed("being away needs an end and somebody else as cover")
	case b.Away != nil && b.Away.Cover != "" && !a.firm.knows([]StaffID{b.Away.Cover}).OK():
		return missing("The person who covers")
	}
	who.Away = b.Away
	return accepted
}
