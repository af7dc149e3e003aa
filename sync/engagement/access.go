package engagement

import (
	"encoding/json"
	"slices"
)

func forbidden(message string) Refusal {
	return Refusal{CodeForbidden, message, "An administrator of your firm can change what you may do."}
}

// mayAct says whether the event's author may write this kind in this stream,
// and with this key.
func mayAct(s States, e *Event) Refusal {
	k, ok := kinds[e.Kind]
	if !ok {
		return Refusal{CodeUnknownKind, "A newer version of Tieout wrote this.", "The server has to be updated first."}
	}
	firm := s.Firm()
	if firm.ID == "" && e.Kind == FirmCreated && e.By == Relay {
		return accepted
	}
	if r := mayUseKey(firm, e); !r.OK() {
		return r
	}
	switch {
	case e.By == Relay:
		if k.authors&byRelay == 0 {
			return forbidden("Only a person can do this.")
		}
		return accepted
	case e.By.Contact() != "":
		return contactMayAct(s, e, k)
	default:
		return staffMayAct(s, e, k)
	}
}

func mayUseKey(firm *Firm, e *Event) Refusal {
	key := firm.Keys[e.Device]
	switch {
	case key == nil:
		return forbidden("This computer is not enrolled with the firm.")
	case key.Revoked:
		return forbidden("This computer's access was withdrawn.")
	case e.By.Staff() != "" && (key.Purpose != DeviceKey || key.Staff != e.By.Staff()):
		return forbidden("This computer is enrolled for somebody else.")
	case e.By.Staff() == "" && key.Purpose != PortalKey:
		return forbidden("Only the portal signs for clients.")
	}
	return accepted
}

func staffMayAct(s States, e *Event, k spec) Refusal {
	who := s.Firm().Staff[e.By.Staff()]
	if who == nil || !who.Active {
		return forbidden("You are not a member of this firm's staff any more.")
	}
	if !MaySee(s, who.ID, e.Stream) {
		return forbidden("You cannot see this client's work.")
	}
	for _, r := range who.Roles {
		if k.authors&r.author() != 0 {
			return accepted
		}
	}
	if k.authors&bySelf != 0 {
		return accepted // the rule itself asks that it is about the author
	}
	return forbidden("Your role does not include this.")
}

func contactMayAct(s States, e *Event, k spec) Refusal {
	if k.authors&byContact == 0 {
		return forbiddenToClient("Clients cannot do this.")
	}
	id := e.Stream.ClientID()
	if eng := s.Engagement(e.Stream.EngagementID()); eng != nil {
		id = eng.Client
	}
	client := s.Client(id)
	if client == nil || !client.Serves(e.By.Contact()) {
		return forbiddenToClient("Your access to this client has ended.")
	}
	var p ViaPrivate
	if json.Unmarshal(e.PrivateBody, &p) == nil && p.Via != nil && p.Via.Email != "" &&
		NormalEmail(p.Via.Email) != NormalEmail(client.Contacts[e.By.Contact()].Email) {
		return forbiddenToClient("This client knows you under another e-mail address.")
	}
	return accepted
}

func forbiddenToClient(message string) Refusal {
	return Refusal{CodeForbidden, message, "Your accountant can tell you more."}
}

// MaySee says whether a member of the staff may read a stream. A client's or an
// engagement's stream can be restricted to named staff; partners and
// administrators are not exempt (SPEC A4).
func MaySee(s States, who StaffID, stream Stream) bool {
	if stream == FirmStream {
		return true
	}
	f, clientID := s.Firm(), stream.ClientID()
	if eng := s.Engagement(stream.EngagementID()); eng != nil {
		if !f.lets(eng.Only, who) {
			return false
		}
		clientID = eng.Client
	}
	client := s.Client(clientID)
	return client == nil || f.lets(client.Only, who)
}

// lets says whether a restriction lets a person in. One whose last partner or
// administrator has left the firm opens to the administrators, so that no
// client's work is lost to everybody (SPEC A5).
func (f *Firm) lets(only []StaffID, who StaffID) bool {
	return len(only) == 0 || slices.Contains(only, who) ||
		!f.guarded(only) && f.Staff[who].Has(Administrator)
}

// guarded says whether somebody among these can change the restriction.
func (f *Firm) guarded(only []StaffID) bool {
	return slices.ContainsFunc(only, func(id StaffID) bool {
		s := f.Staff[id]
		return s != nil && s.Active && (s.Has(Partner) || s.Has(Administrator))
	})
}

// mayRestrict says whether a restriction can be set: to staff who are there,
// one of whom can lift it.
func (f *Firm) mayRestrict(only []StaffID) Refusal {
	if r := f.knows(only); !r.OK() {
		return r
	}
	if len(only) > 0 && !f.guarded(only) {
		return malformed("a partner or an administrator has to be among those who keep access")
	}
	return accepted
}

// listed keeps an empty restriction from being told apart from none.
func listed(only []StaffID) []StaffID {
	if len(only) == 0 {
		return nil
	}
	return only
}
