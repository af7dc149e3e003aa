package engagement

import "slices"

func forbidden(message string) Refusal {
	return Refusal{CodeForbidden, message, "An administrator of your firm can change what you may do."}
}

// mayAct says whether the event's author may write this kind in this stream,
// and with this key.
func mayAct(s States, e *Event) Refusal {
	k, ok := kinds[e.Kind]
	if !ok {
		return malformed("its kind is not known here")
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
		return forbidden("Clients cannot do this.")
	}
	id := e.Stream.ClientID()
	if eng := s.Engagement(e.Stream.EngagementID()); eng != nil {
		id = eng.Client
	}
	if client := s.Client(id); client == nil || !client.Serves(e.By.Contact()) {
		return forbidden("Your access to this client has ended.")
	}
	return accepted
}

// MaySee says whether a member of the staff may read a stream. A client's or an
// engagement's stream can be restricted to named staff; partners and
// administrators are not exempt.
func MaySee(s States, who StaffID, stream Stream) bool {
	if stream == FirmStream {
		return true
	}
	clientID := stream.ClientID()
	if eng := s.Engagement(stream.EngagementID()); eng != nil {
		if !among(eng.Only, who) {
			return false
		}
		clientID = eng.Client
	}
	client := s.Client(clientID)
	return client == nil || among(client.Only, who)
}

func among(only []StaffID, who StaffID) bool {
	return len(only) == 0 || slices.Contains(only, who)
}
