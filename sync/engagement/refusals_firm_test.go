package engagement

import "time"

var firmRefusals = []refusal{
	{"a second founding", CodeExists, func(b *bench) Refusal {
		return b.do(Relay, FirmStream, FirmCreated, FirmCreatedBody{"firm2", "UTC"}, Named{"Other"})
	}},
	{"a firm without a zone", CodeMalformed, func(b *bench) Refusal {
		b = emptyBench(b.t)
		return b.do(Relay, FirmStream, FirmCreated, FirmCreatedBody{"firm1", ""}, Named{"F"})
	}},
	{"a firm whose id could forge a checkpoint", CodeMalformed, func(b *bench) Refusal {
		b = emptyBench(b.t)
		return b.do(Relay, FirmStream, FirmCreated, FirmCreatedBody{"a/b\n7", "UTC"}, Named{"F"})
	}},
	{"an empty key", CodeMalformed, func(b *bench) Refusal {
		return b.do(Relay, FirmStream, KeyAdded, KeyAddedBody{Key: "k", Purpose: LogKey}, nil)
	}},
	{"a key twice", CodeExists, func(b *bench) Refusal {
		return b.do(Relay, FirmStream, KeyAdded, KeyAddedBody{"dev-pat", DeviceKey, "pat", publicOf("new")}, nil)
	}},
	{"a withdrawn key under another id", CodeExists, func(b *bench) Refusal {
		b.must(ada, FirmStream, KeyRevoked, KeyRevokedBody{"dev-pat"}, nil)
		return b.do(Relay, FirmStream, KeyAdded, KeyAddedBody{"dev-again", DeviceKey, "pat", publicOf("dev-pat")}, nil)
	}},
	{"a key for nothing", CodeMalformed, func(b *bench) Refusal {
		return b.do(Relay, FirmStream, KeyAdded, KeyAddedBody{"k", "spare", "", publicOf("k")}, nil)
	}},
	{"a person's portal key", CodeMalformed, func(b *bench) Refusal {
		return b.do(Relay, FirmStream, KeyAdded, KeyAddedBody{"k", PortalKey, "pat", publicOf("k")}, nil)
	}},
	{"a short key", CodeMalformed, func(b *bench) Refusal {
		return b.do(Relay, FirmStream, KeyAdded, KeyAddedBody{"k", LogKey, "", []byte("short")}, nil)
	}},
	{"a computer of nobody", CodeMissing, func(b *bench) Refusal {
		return b.do(Relay, FirmStream, KeyAdded, KeyAddedBody{"k", DeviceKey, "nobody", publicOf("k")}, nil)
	}},
	{"a computer of somebody who left", CodeMissing, func(b *bench) Refusal {
		b.must(ada, FirmStream, StaffRemoved, StaffRef{"max"}, nil)
		return b.do(Relay, FirmStream, KeyAdded, KeyAddedBody{"k", DeviceKey, "max", publicOf("k")}, nil)
	}},
	{"withdrawing an unknown key", CodeMissing, func(b *bench) Refusal {
		return b.do(ada, FirmStream, KeyRevoked, KeyRevokedBody{"dev-none"}, nil)
	}},
	{"withdrawing the portal's key", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, FirmStream, KeyRevoked, KeyRevokedBody{"portal"}, nil)
	}},
	{"withdrawing a key twice", CodeNotOpen, func(b *bench) Refusal {
		b.must(ada, FirmStream, KeyRevoked, KeyRevokedBody{"dev-max"}, nil)
		return b.do(ada, FirmStream, KeyRevoked, KeyRevokedBody{"dev-max"}, nil)
	}},
	{"a root without a name", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, FirmStream, RootMapped, RootMappedBody{"r2"}, Named{" "})
	}},
	{"two lanes in one folder", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, FirmStream, LanesSet, Lanes{"In", "Out", "Sign", "IN"}, nil)
	}},
	{"a lane above the work file", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, FirmStream, LanesSet, Lanes{"..", "Out", "Sign", "Signed"}, nil)
	}},
	{"a lane with a path", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, FirmStream, LanesSet, Lanes{`a\b`, "Out", "Sign", "Signed"}, nil)
	}},
	{"an epoch without an id", CodeMalformed, func(b *bench) Refusal {
		return b.do(Relay, FirmStream, EpochStarted, EpochStartedBody{}, nil)
	}},
	{"the same epoch again", CodeMalformed, func(b *bench) Refusal {
		b.must(Relay, FirmStream, EpochStarted, EpochStartedBody{Epoch: "ep2", After: 3}, nil)
		return b.do(Relay, FirmStream, EpochStarted, EpochStartedBody{Epoch: "ep2", After: 9}, nil)
	}},
}

var staffRefusals = []refusal{
	{"nobody's role", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, FirmStream, StaffAdded, StaffAddedBody{"new", nil}, Named{"New"})
	}},
	{"a role that is none", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, FirmStream, StaffAdded, StaffAddedBody{"new", []Role{"owner"}}, Named{"New"})
	}},
	{"the same person twice", CodeExists, func(b *bench) Refusal {
		return b.do(ada, FirmStream, StaffAdded, StaffAddedBody{"max", []Role{Partner}}, Named{"Max"})
	}},
	{"an address for nobody", CodeMissing, func(b *bench) Refusal {
		return b.do(ada, FirmStream, StaffEmailSet, StaffRef{"nobody"}, EmailPrivate{"n@reed.example"})
	}},
	{"an address that is none", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, FirmStream, StaffEmailSet, StaffRef{"max"}, EmailPrivate{"max"})
	}},
	{"a role for nobody", CodeMissing, func(b *bench) Refusal {
		return b.do(ada, FirmStream, StaffRoleSet, StaffAddedBody{"nobody", []Role{Partner}}, nil)
	}},
	{"no role left", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, FirmStream, StaffRoleSet, StaffAddedBody{"max", nil}, nil)
	}},
	{"the last administrator steps down", CodeNotOpen, func(b *bench) Refusal {
		return b.do(ada, FirmStream, StaffRoleSet, StaffAddedBody{"ada", []Role{Partner}}, nil)
	}},
	{"the last administrator leaves", CodeNotOpen, func(b *bench) Refusal {
		return b.do(ada, FirmStream, StaffRemoved, StaffRef{"ada"}, nil)
	}},
	{"one of two administrators makes herself partner", CodeForbidden, func(b *bench) Refusal {
		b.must(ada, FirmStream, StaffRoleSet, StaffAddedBody{"max", []Role{Manager, Administrator}}, nil)
		return b.do(ada, FirmStream, StaffRoleSet, StaffAddedBody{"ada", []Role{Administrator, Partner}}, nil)
	}},
	{"nobody leaves", CodeMissing, func(b *bench) Refusal {
		return b.do(ada, FirmStream, StaffRemoved, StaffRef{"nobody"}, nil)
	}},
	{"nobody is away", CodeMissing, func(b *bench) Refusal {
		return b.do(ada, FirmStream, StaffAwaySet, StaffAwayBody{Staff: "nobody"}, nil)
	}},
	{"a colleague sends another away", CodeForbidden, func(b *bench) Refusal {
		return b.do(pia, FirmStream, StaffAwaySet, StaffAwayBody{"max", &Away{From: monday, Until: monday.Add(time.Hour)}}, nil)
	}},
	{"away without an end", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, FirmStream, StaffAwaySet, StaffAwayBody{"pia", &Away{From: monday}}, nil)
	}},
	{"one's own cover", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, FirmStream, StaffAwaySet, StaffAwayBody{"pia", &Away{monday, monday.Add(time.Hour), "pia"}}, nil)
	}},
	{"covered by nobody", CodeMissing, func(b *bench) Refusal {
		return b.do(pia, FirmStream, StaffAwaySet, StaffAwayBody{"pia", &Away{monday, monday.Add(time.Hour), "nobody"}}, nil)
	}},
}

var clientRefusals = []refusal{
	{"a history of another client", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, "client/new", ClientCreated, ClientCreatedBody{"acme", Company}, ClientNamed{Name: "New"})
	}},
	{"the same client twice", CodeExists, func(b *bench) Refusal {
		return b.do(ada, acme, ClientCreated, ClientCreatedBody{"acme", Person}, ClientNamed{Name: "Acme"})
	}},
	{"a client that is nothing", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, "client/new", ClientCreated, ClientCreatedBody{"new", "club"}, ClientNamed{Name: "New"})
	}},
	{"a client without a name", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, "client/new", ClientCreated, ClientCreatedBody{"new", Trust}, nil)
	}},
	{"an unknown client", CodeMissing, func(b *bench) Refusal {
		return b.do(ada, "client/new", ClientRenamed, nil, ClientNamed{Name: "New"})
	}},
	{"renamed to nothing", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, acme, ClientRenamed, nil, ClientNamed{Name: "  "})
	}},
	{"a contact without an address", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, acme, ContactInvited, ContactRef{"cy"}, ContactPrivate{Name: "Cy", Email: "cy"})
	}},
	{"two contacts with one address", CodeExists, func(b *bench) Refusal {
		return b.do(ada, acme, ContactInvited, ContactRef{"cy"}, ContactPrivate{Name: "Cy", Email: " ANN@acme.example"})
	}},
	{"an unknown contact leaves", CodeMissing, func(b *bench) Refusal {
		return b.do(ada, acme, ContactRevoked, ContactRef{"zoe"}, nil)
	}},
	{"restricted to nobody known", CodeMissing, func(b *bench) Refusal {
		return b.do(pat, acme, ClientAccess, AccessBody{[]StaffID{"nobody"}}, nil)
	}},
	{"restricted to people who cannot lift it", CodeMalformed, func(b *bench) Refusal {
		return b.do(pat, acme, ClientAccess, AccessBody{[]StaffID{"pia", "max"}}, nil)
	}},
}
