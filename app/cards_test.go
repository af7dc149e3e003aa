package app

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"tieout/sync/engagement"
)

// notOnCards is what a card shows a part of, or nothing.
var notOnCards = []string{"Salt", "Requests", "Documents", "Messages", "Tasks", "Drafts", "Deliverables", "History"}

func TestACardShowsEverythingElseOfAnEngagement(t *testing.T) {
	e := &engagement.Engagement{}
	all := reflect.ValueOf(e).Elem()
	for i := range all.NumField() {
		if f := all.Type().Field(i); f.IsExported() && !slices.Contains(notOnCards, f.Name) {
			fill(all.Field(i))
		}
	}
	shown := reflect.ValueOf(cardOf(e).Engagement)
	for i := range all.NumField() {
		f := all.Type().Field(i)
		if f.IsExported() && !slices.Contains(notOnCards, f.Name) && !reflect.DeepEqual(shown.Field(i).Interface(), all.Field(i).Interface()) {
			t.Errorf("%s is lost", f.Name)
		}
	}
}

// fill makes a value that is not zero.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Struct:
		switch to := v.Addr().Interface().(type) {
		case *time.Time:
			*to = time.Unix(1, 0)
		case *engagement.Holding:
			if err := to.UnmarshalJSON([]byte(`["x"]`)); err != nil {
				panic(err)
			}
		default:
			fill(v.Field(0))
		}
	}
}

// A card lives on when the state that it was made of was let go: it must not hold it.
func TestACardOfALongEngagementIsShort(t *testing.T) {
	e := engagement.NewEngagement("e")
	for i := range 1000 {
		id := engagement.DocumentID(fmt.Sprint("d", i))
		e.Documents.Add(&engagement.Document{ID: id, Versions: []*engagement.Version{{ID: "v"}}})
		e.History = append(e.History, engagement.Moment{Subject: string(id)})
	}
	c := cardOf(e)
	if len(c.History) != recent || cap(c.History) > 2*recent {
		t.Errorf("it keeps %d lines of history in a list of %d", len(c.History), cap(c.History))
	}
	if c.Documents.Len() != recent || c.Document("d999") == nil {
		t.Errorf("it keeps %d documents, and the last is %v", c.Documents.Len(), c.Document("d999"))
	}
}
