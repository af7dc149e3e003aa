package engagement

import "time"

var outboundRefusals = []refusal{
	{"a way that is none", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, FirmStream, OutboundSet, Outbound{How: "never"}, nil)
	}},
	{"a hold of no time", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, FirmStream, OutboundSet, Outbound{How: AfterHold}, nil)
	}},
	{"a hold of two days", CodeMalformed, func(b *bench) Refusal {
		return b.do(ada, FirmStream, OutboundSet, Outbound{How: AfterHold, Seconds: 2 * MaxHold}, nil)
	}},
	{"a time without a hold", CodeMalformed, func(b *bench) Refusal {
		return b.do(pat, FirmStream, OutboundSet, Outbound{How: OnRelease, Seconds: 60}, nil)
	}},
	{"a preparer sets the policy", CodeForbidden, func(b *bench) Refusal {
		return b.do(pia, FirmStream, OutboundSet, minute, nil)
	}},
	{"a desk holds a version", CodeForbidden, func(b *bench) Refusal {
		return b.do(pia, work, DocumentHeld, HeldBody{Document: "d1", Version: b.saves("v1")}, nil)
	}},
	{"holding nothing", CodeMissing, func(b *bench) Refusal {
		return b.do(Relay, work, DocumentHeld, HeldBody{Document: "d1", Version: "none"}, nil)
	}},
	{"holding an old version", CodeSuperseded, func(b *bench) Refusal {
		v := b.saves("v1")
		b.saves("v2")
		return b.do(Relay, work, DocumentHeld, HeldBody{Document: "d1", Version: v}, nil)
	}},
	{"holding twice", CodeNotOpen, func(b *bench) Refusal {
		onRelease("")(b)
		return b.do(Relay, work, DocumentHeld, HeldBody{Document: "d1", Version: b.saves("v1")}, nil)
	}},
	{"holding what was released", CodeNotOpen, func(b *bench) Refusal {
		onRelease("")(b)
		v := b.saves("v1")
		b.ok(b.letOut(pia, v))
		return b.do(Relay, work, DocumentHeld, HeldBody{Document: "d1", Version: v}, nil)
	}},
	{"releasing nothing", CodeMissing, func(b *bench) Refusal { return b.letOut(pia, "none") }},
	{"releasing an upload", CodeMissing, func(b *bench) Refusal {
		b.ok(b.upload("d1"))
		return b.letOut(pia, b.eng().Document("d1").Tip)
	}},
	{"releasing what is out", CodeNotOpen, func(b *bench) Refusal { return b.letOut(pia, b.saves("v1")) }},
	{"releasing twice", CodeNotOpen, func(b *bench) Refusal {
		onRelease("")(b)
		v := b.saves("v1")
		b.ok(b.letOut(pia, v))
		return b.letOut(maX, v)
	}},
	{"releasing what was replaced", CodeSuperseded, func(b *bench) Refusal {
		onRelease("")(b)
		v := b.saves("v1")
		b.saves("v2")
		return b.letOut(pia, v)
	}},
	{"releasing what was withdrawn", CodeNotOpen, func(b *bench) Refusal {
		onRelease("")(b)
		v := b.saves("v1")
		b.ok(b.takeBack("d1", ""))
		return b.letOut(pia, v)
	}},
	{"releasing what was erased", CodeMissing, func(b *bench) Refusal {
		onRelease("")(b)
		v := b.saves("v1")
		b.must(pat, work, Erased, ErasedBody{Blobs: []Digest{sum("v1")}}, nil)
		return b.letOut(pia, v)
	}},
	{"a contact releases", CodeForbidden, func(b *bench) Refusal {
		onRelease("")(b)
		return b.letOut(ann, b.saves("v1"))
	}},
	{"the relay releases what waits for a person", CodeNotOpen, func(b *bench) Refusal {
		onRelease("")(b)
		return b.letOut(Relay, b.saves("v1"))
	}},
	{"releasing without knowing that it was pulled back", CodeSuperseded, func(b *bench) Refusal {
		onRelease("")(b)
		v := b.saves("v1")
		b.ok(b.pulls(v))
		return b.letOut(maX, v)
	}},
	{"overruling an earlier pull back", CodeSuperseded, func(b *bench) Refusal {
		v := b.saves("v1")
		b.ok(b.pulls(v))
		first := b.eng().version(v).PulledBack.Event
		b.ok(b.letOutAgain(v))
		b.ok(b.pulls(v))
		return b.do(pia, work, DocumentReleased, ReleasedBody{"d1", v, first}, nil)
	}},
	{"the relay releases what was pulled back", CodeSuperseded, func(b *bench) Refusal {
		b.policy(minute)
		v := b.saves("v1")
		b.ok(b.pulls(v))
		b.later(time.Hour)
		return b.letOut(Relay, v)
	}},
	{"pulling back nothing", CodeMissing, func(b *bench) Refusal { return b.pulls("none") }},
	{"pulling back twice", CodeNotOpen, func(b *bench) Refusal {
		v := b.saves("v1")
		b.ok(b.pulls(v))
		return b.pulls(v)
	}},
	{"pulling back what was withdrawn", CodeNotOpen, func(b *bench) Refusal {
		v := b.saves("v1")
		b.ok(b.takeBack("d1", ""))
		return b.pulls(v)
	}},
	{"pulling back what was replaced before it went out", CodeSuperseded, func(b *bench) Refusal {
		onRelease("")(b)
		v := b.saves("v1")
		b.saves("v2")
		return b.pulls(v)
	}},
	{"keeping what was withdrawn", CodeNotOpen, func(b *bench) Refusal {
		v := b.saves("v1")
		b.ok(b.takeBack("d1", ""))
		return b.keeps(v)
	}},
	{"keeping what was saved again", CodeStaleBase, func(b *bench) Refusal {
		v := b.saves("v1")
		b.saves("v2")
		return b.keeps(v)
	}},
	{"keeping what is not there", CodeMissing, func(b *bench) Refusal { return b.keeps("nothing") }},
	{"a contact keeps", CodeForbidden, func(b *bench) Refusal {
		return b.do(ann, work, DocumentKept, DocumentRef{"d1", b.saves("v1")}, nil)
	}},
	{"a contact pulls back", CodeForbidden, func(b *bench) Refusal {
		return b.do(ann, work, DocumentPulledBack, DocumentRef{"d1", b.saves("v1")}, nil)
	}},
	{"opening what waits", CodeMissing, func(b *bench) Refusal {
		onRelease("")(b)
		return b.look("d1", b.saves("v1"))
	}},
}
