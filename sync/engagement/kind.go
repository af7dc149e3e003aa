package engagement

import (
	"encoding/json"
	"reflect"
)

// Kind names what happened. Its meaning never changes (SPEC H8).
type Kind string

// Audience is a property of the kind (SPEC H3).
type Audience int

// The audiences. The portal is fed shared kinds only.
const (
	Office Audience = iota
	Shared
)

// author is a set of who may write a kind.
type author int

const (
	byRelay author = 1 << iota
	byContact
	byPartner
	byManager
	byPreparer
	byAdministrator
	bySelf // a member of the staff about themselves
)

const (
	byEngagementStaff = byPartner | byManager | byPreparer
	byStaff           = byEngagementStaff | byAdministrator
)

// scope is the kind of stream a kind lives in.
type scope int

const (
	onFirm scope = iota
	onClient
	onEngagement
)

// spec is what the package knows of a kind.
type spec struct {
	audience Audience
	scope    scope
	authors  author
	apply    func(a *act) Refusal
	blobs    func(body json.RawMessage) []BlobRef
}

// act is one event meeting the state of its stream. firm is always there;
// client and eng are there as far as the scope needs them.
type act struct {
	*Event
	states States
	firm   *Firm
	client *Client
	eng    *Engagement
}

// define ties a kind's typed body B and private part P to its rule.
func define[B, P any](to Audience, in scope, who author, rule func(a *act, b *B, p *P) Refusal) spec {
	return spec{
		audience: to, scope: in, authors: who,
		apply: func(a *act) Refusal {
			var b B
			var p P
			if err := json.Unmarshal(a.Body, &b); err != nil {
				return malformed("its body cannot be read")
			}
			if len(a.PrivateBody) > 0 {
				if err := json.Unmarshal(a.PrivateBody, &p); err != nil {
					return malformed("its private part cannot be read")
				}
			}
			return rule(a, &b, &p)
		},
		blobs: func(raw json.RawMessage) []BlobRef {
			var b B
			if json.Unmarshal(raw, &b) != nil {
				return nil
			}
			return blobRefs(reflect.ValueOf(b), nil)
		},
	}
}

// none is the private part of kinds that have none.
type none struct{}

var blobRefType = reflect.TypeFor[BlobRef]()

func blobRefs(v reflect.Value, found []BlobRef) []BlobRef {
	if v.Type() == blobRefType {
		if v.String() != "" {
			found = append(found, BlobRef(v.String()))
		}
		return found
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			found = blobRefs(v.Field(i), found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			found = blobRefs(v.Index(i), found)
		}
	}
	return found
}

// AudienceOf says who may read a kind. An unknown kind is for the office only.
func AudienceOf(k Kind) Audience { return kinds[k].audience }

// Known says whether this version of Tieout knows the kind.
func Known(k Kind) bool {
	_, ok := kinds[k]
	return ok
}

// Kinds lists every known kind.
func Kinds() []Kind {
	all := make([]Kind, 0, len(kinds))
	for k := range kinds {
		all = append(all, k)
	}
	return all
}

// Blobs lists the bytes that must be stored before the event is (SPEC H2).
func Blobs(e *Event) []BlobRef {
	s, ok := kinds[e.Kind]
	if !ok {
		return nil
	}
	return s.blobs(e.Body)
}
