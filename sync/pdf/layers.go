package pdf

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// layers gathers the optional content of all parts. Without it, layers that a
// part hides would show.
type layers struct{ all, off, order types.Array }

func (l *layers) take(c *copier) {
	props := c.g.dict(c.g.root["OCProperties"])
	config := c.g.dict(props["D"])
	hiddenByDefault := c.g.name(config["BaseState"]) == "OFF"
	on, off := c.numbers(config["ON"]), c.numbers(config["OFF"])
	for _, o := range c.g.array(props["OCGs"]) {
		r, ok := o.(types.IndirectRef)
		if !ok {
			continue
		}
		n := c.ref(r)
		if n == nil {
			continue
		}
		l.all = append(l.all, n)
		nr := r.ObjectNumber.Value()
		if off[nr] || hiddenByDefault && !on[nr] {
			l.off = append(l.off, n)
		}
	}
	if order, ok := c.value(c.g.deref(config["Order"]), 0).(types.Array); ok {
		l.order = append(l.order, order...)
	}
}

func (c *copier) numbers(o types.Object) map[int]bool {
	out := map[int]bool{}
	for _, e := range c.g.array(o) {
		if r, ok := e.(types.IndirectRef); ok {
			out[r.ObjectNumber.Value()] = true
		}
	}
	return out
}

func (l *layers) properties() types.Object {
	if len(l.all) == 0 {
		return nil
	}
	return types.Dict{"OCGs": l.all, "D": types.Dict{"OFF": l.off, "Order": l.order}}
}
