package engagement

import (
	"reflect"
	"sync"
	"time"
)

// deepCopy copies a plain data type with everything it points to. A field that
// JSON does not carry is copied as it is.
func deepCopy[T any](v *T) *T {
	c := new(T)
	*c = *v
	if fix := fixer(reflect.TypeFor[T]()); fix != nil {
		fix(reflect.ValueOf(c).Elem())
	}
	return c
}

// fix replaces what a copied value still shares with its original.
type fix func(reflect.Value)

// fixers are made once a type: fix by reflect.Type, nil where nothing is shared.
var fixers sync.Map

var timeType = reflect.TypeFor[time.Time]()

func fixer(t reflect.Type) fix {
	if known, ok := fixers.Load(t); ok {
		return known.(fix)
	}
	made := newFixer(t)
	fixers.Store(t, made)
	return made
}

func newFixer(t reflect.Type) fix {
	if t == timeType {
		return nil
	}
	switch t.Kind() {
	case reflect.Struct:
		return structFixer(t)
	case reflect.Pointer:
		return func(v reflect.Value) {
			if v.IsNil() {
				return
			}
			c := reflect.New(t.Elem())
			c.Elem().Set(v.Elem())
			if inner := fixer(t.Elem()); inner != nil {
				inner(c.Elem())
			}
			v.Set(c)
		}
	case reflect.Slice:
		return sliceFixer(t)
	case reflect.Map:
		return mapFixer(t)
	}
	return nil
}

func structFixer(t reflect.Type) fix {
	type part struct {
		at  int
		fix fix
	}
	var parts []part
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			if inner := fixer(f.Type); inner != nil {
				parts = append(parts, part{i, inner})
			}
		}
	}
	if parts == nil {
		return nil
	}
	return func(v reflect.Value) {
		for _, p := range parts {
			p.fix(v.Field(p.at))
		}
	}
}

func sliceFixer(t reflect.Type) fix {
	return func(v reflect.Value) {
		if v.IsNil() {
			return
		}
		c := reflect.MakeSlice(t, v.Len(), v.Len())
		reflect.Copy(c, v)
		if inner := fixer(t.Elem()); inner != nil {
			for i := range c.Len() {
				inner(c.Index(i))
			}
		}
		v.Set(c)
	}
}

func mapFixer(t reflect.Type) fix {
	return func(v reflect.Value) {
		if v.IsNil() {
			return
		}
		c := reflect.MakeMapWithSize(t, v.Len())
		inner := fixer(t.Elem())
		for each := v.MapRange(); each.Next(); {
			value := reflect.New(t.Elem()).Elem()
			value.Set(each.Value())
			if inner != nil {
				inner(value)
			}
			c.SetMapIndex(each.Key(), value)
		}
		v.Set(c)
	}
}
