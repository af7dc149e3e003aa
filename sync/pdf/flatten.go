package pdf

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Annotation and field flags (ISO 32000-1 tables 165, 226–228).
const (
	flagHidden     = 1 << 1
	flagPrint      = 1 << 2
	flagNoView     = 1 << 5
	flagMultiline  = 1 << 12
	flagPassword   = 1 << 13
	flagPushButton = 1 << 16
	flagComb       = 1 << 24
)

// flatten draws every visible widget into the page, the way a viewer shows it:
// its appearance, or, where a viewer would make one up (none given, or the
// form says NeedAppearances), its value. What people approve is then page
// content that no viewer recomputes.
func (c *copier) flatten(l leaf, page types.Dict, fb *fontbook) {
	var drawn []byte
	var xobjects types.Dict
	need, _ := c.g.deref(c.g.form()["NeedAppearances"]).(types.Boolean)
	for i, o := range c.g.array(l.dict["Annots"]) {
		d := c.g.dict(o)
		if d == nil || c.g.name(d["Subtype"]) != "Widget" || c.hiddenWidget(d) {
			continue
		}
		r, ok := c.g.rect(d["Rect"])
		if !ok {
			continue
		}
		kind := c.g.name(c.g.fieldValue(d, "FT"))
		written := kind == "Tx" || kind == "Ch"
		ap := c.normalAppearance(d)
		if written && (ap == nil || bool(need)) {
			drawn = append(drawn, c.writeValue(d, r, fb)...)
			continue
		}
		if ap == nil {
			continue
		}
		if xobjects == nil {
			xobjects = c.subDict(page["Resources"].(types.Dict), "XObject")
		}
		name := fmt.Sprintf("TieoutW%d", i)
		sd := c.g.stream(*ap)
		if m, ok := c.appearanceMatrix(sd.Dict, r); ok {
			xobjects[name] = c.formObject(*ap)
			drawn = append(drawn, fmt.Sprintf("q %s cm /%s Do Q\n", m, name)...)
		}
	}
	appendContent(c.b, page, drawn)
}

func (c *copier) hiddenWidget(d types.Dict) bool {
	f := c.g.integer(d["F"])
	if f&(flagHidden|flagNoView) != 0 {
		return true
	}
	button := c.g.name(c.g.fieldValue(d, "FT")) == "Btn" && c.g.integer(c.g.fieldValue(d, "Ff"))&flagPushButton != 0
	return button && f&flagPrint == 0
}

// normalAppearance picks the stream that shows the widget's present state.
func (c *copier) normalAppearance(d types.Dict) *types.IndirectRef {
	n := c.g.dict(d["AP"])["N"]
	if !c.g.isStream(n) {
		state := c.g.name(d["AS"])
		if state == "" {
			state = c.g.name(c.g.fieldValue(d, "V"))
		}
		n = c.g.dict(n)[state]
	}
	r, ok := n.(types.IndirectRef)
	if !ok || !c.g.isStream(r) {
		return nil
	}
	return &r
}

// formObject copies an appearance; one without a Subtype still is a form.
func (c *copier) formObject(r types.IndirectRef) types.Object {
	n := c.ref(r)
	c.drain()
	nr := n.(types.IndirectRef).ObjectNumber.Value()
	if sd, ok := c.b.objs[nr-1].(types.StreamDict); ok {
		sd.Dict["Type"], sd.Dict["Subtype"] = types.Name("XObject"), types.Name("Form")
		if sd.Dict["Resources"] == nil {
			sd.Dict["Resources"] = c.dict(c.g.dict(c.g.form()["DR"]), 0)
			c.drain()
		}
	}
	return n
}

// appearanceMatrix is the algorithm of ISO 32000-1 §12.5.5: the appearance's
// box, as its matrix turns it, is fitted to the widget's rectangle.
func (c *copier) appearanceMatrix(d types.Dict, r Rect) (matrix, bool) {
	box, ok := c.g.rect(d["BBox"])
	if !ok {
		return matrix{}, false
	}
	m := matrix{1, 0, 0, 1, 0, 0}
	if a := c.g.array(d["Matrix"]); len(a) == 6 {
		for i := range m {
			m[i], _ = c.g.number(a[i])
		}
	}
	t := Rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range [][2]float64{{box.X0, box.Y0}, {box.X1, box.Y0}, {box.X0, box.Y1}, {box.X1, box.Y1}} {
		x, y := m.apply(p[0], p[1])
		t = Rect{min(t.X0, x), min(t.Y0, y), max(t.X1, x), max(t.Y1, y)}
	}
	if t.W() <= 0 || t.H() <= 0 {
		return matrix{}, false
	}
	sx, sy := r.W()/t.W(), r.H()/t.H()
	return matrix{sx, 0, 0, sy, r.X0 - t.X0*sx, r.Y0 - t.Y0*sy}, true
}

func (m matrix) String() string {
	var b []byte
	for i, v := range m {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendFloat(b, v)
	}
	return string(b)
}

// writeValue draws a field's value where it has no appearance of its own.
func (c *copier) writeValue(d types.Dict, r Rect, fb *fontbook) []byte {
	flags := c.g.integer(c.g.fieldValue(d, "Ff"))
	value := c.g.fieldValue(d, "V")
	if a := c.g.array(value); len(a) > 0 {
		value = c.g.deref(a[0])
	}
	text := c.g.text(value)
	if sd := c.g.stream(value); sd != nil {
		text = decodeText(c.g.content(sd))
	}
	if strings.TrimSpace(text) == "" || flags&flagPassword != 0 {
		return nil
	}
	size, colour := c.defaultAppearance(d)
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	if flags&flagMultiline == 0 {
		lines = []string{strings.Join(lines, " ")}
	}
	if size == 0 {
		size = min(12, max(4, r.H()*0.7/float64(len(lines))))
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "q %s %s %s %s re W n %s\n", num(r.X0), num(r.Y0), num(r.W()), num(r.H()), colour)
	if cells := c.g.integer(c.g.fieldValue(d, "MaxLen")); flags&flagComb != 0 && cells > 0 {
		combText(&out, fb, lines[0], r, size, cells)
	} else {
		c.lines(&out, fb, d, lines, r, size, flags&flagMultiline != 0)
	}
	out.WriteString("Q\n")
	return out.Bytes()
}

func (c *copier) lines(out *bytes.Buffer, fb *fontbook, d types.Dict, lines []string, r Rect, size float64, multi bool) {
	q := c.g.integer(c.g.fieldValue(d, "Q"))
	if multi {
		lines = fb.wrap(plain, strings.Join(lines, "\n"), size, r.W()-4)
	}
	y := r.Y0 + (r.H()-size*0.7)/2
	if multi {
		y = r.Y1 - size - 1
	}
	for _, s := range lines {
		runs := fb.shape(plain, s)
		w := width(runs, size)
		fit := size
		if !multi && w > r.W()-4 {
			fit = size * (r.W() - 4) / w
			w = r.W() - 4
		}
		x := r.X0 + 2 + float64(q)*(r.W()-4-w)/2
		writeRuns(out, runs, x, y, fit)
		y -= size * 1.15
	}
}

func combText(out *bytes.Buffer, fb *fontbook, text string, r Rect, size float64, cells int) {
	step := r.W() / float64(cells)
	for i, ch := range []rune(text) {
		if i >= cells {
			return
		}
		runs := fb.shape(plain, string(ch))
		writeRuns(out, runs, r.X0+step*(float64(i)+.5)-width(runs, size)/2, r.Y0+(r.H()-size*0.7)/2, size)
	}
}

// defaultAppearance reads the size and colour from DA; size 0 means "fit".
func (c *copier) defaultAppearance(d types.Dict) (size float64, colour string) {
	da := c.g.raw(c.g.fieldValue(d, "DA"))
	if da == nil {
		da = c.g.raw(c.g.form()["DA"])
	}
	lex, args := &lexer{b: da}, []float64{}
	colour = "0 g"
	for t := lex.next(); t.kind != tokEnd; t = lex.next() {
		if t.kind != tokWord {
			if t.kind == tokNumber {
				args = append(args, t.num)
			}
			continue
		}
		switch op := string(t.text); op {
		case "Tf":
			if len(args) > 0 {
				size = args[len(args)-1]
			}
		case "g", "rg", "k":
			colour = nums(args...) + " " + op
		}
		args = args[:0]
	}
	return max(0, size), colour
}
