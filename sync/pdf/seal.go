package pdf

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// SealOptions says how to seal. Chain is the signer's certificate first, then
// its issuers. Timestamp, when set, is given the signature value and returns an
// RFC 3161 token over it.
type SealOptions struct {
	Signer    crypto.Signer       `json:"-"`
	Chain     []*x509.Certificate `json:"-"`
	Timestamp func(ctx context.Context, signature []byte) ([]byte, error)
	At        time.Time
	Name      string
	Reason    string
	Location  string
	// Visible draws the seal into a box; nil leaves it invisible.
	Visible *VisibleSeal
}

// VisibleSeal is where and what a visible seal shows: one line each.
type VisibleSeal struct {
	Page  int // 1-based
	Rect  Rect
	Lines []string
}

// Sealed describes the bytes written.
type Sealed struct {
	SHA256 [32]byte
	Size   int64
}

// sealPlan is a revision with a hole for the signature. It is made where
// untrusted bytes may be parsed and holds no key; signing it parses nothing.
type sealPlan struct {
	Tail []byte
	// Gap is where "<" stands in Tail, Len how many bytes up to and with ">".
	Gap, Len int
}

// Seal writes the file untouched, then a revision with a certification
// signature (PAdES, ETSI.CAdES.detached) that permits no change (DocMDP P=1).
// Encrypted, page-less and already certified files are refused. The context
// bounds reading and the time-stamp service.
func Seal(ctx context.Context, w io.Writer, src Source, o SealOptions) (out Sealed, err error) {
	defer catch(&err)
	plan, err := planSeal(ctx, src, o.layout())
	if err != nil {
		return Sealed{}, err
	}
	return plan.sign(ctx, w, src, o)
}

// sealLayout is the part of SealOptions that needs no key.
type sealLayout struct {
	At                     time.Time
	Name, Reason, Location string
	Visible                *VisibleSeal
	Room                   int // bytes for the CMS
}

func (o SealOptions) layout() sealLayout {
	room := 2048
	for _, c := range o.Chain {
		room += len(c.Raw)
	}
	if o.Timestamp != nil {
		room += 12 << 10
	}
	return sealLayout{o.At, o.Name, o.Reason, o.Location, o.Visible, room}
}

func planSeal(ctx context.Context, src Source, l sealLayout) (plan sealPlan, err error) {
	defer catch(&err)
	r, err := newRevision(ctx, src)
	if err != nil {
		return plan, err
	}
	if r.g.dict(r.g.root["Perms"])["DocMDP"] != nil {
		return plan, refuse(CodeSealed, nil, "This PDF already carries a seal that forbids changes.")
	}
	sig := r.reserve()
	r.set(sig, l.dictionary())
	if err := r.sealField(sig, l); err != nil {
		return plan, err
	}
	tail, err := r.bytes()
	if err != nil {
		return plan, err
	}
	open := []byte("/Contents <")
	at := bytes.Index(tail, append(open, bytes.Repeat([]byte("0"), 2*l.Room)...))
	if at < 0 {
		return plan, refuse(CodeSelfCheck, nil, "The seal could not be laid out. The file is untouched.")
	}
	plan = sealPlan{tail, at + len(open) - 1, 2*l.Room + 2}
	before, after := src.Size+int64(plan.Gap), src.Size+int64(plan.Gap+plan.Len)
	rangeText := fmt.Sprintf("[0 %010d %010d %010d]", before, after, src.Size+int64(len(tail))-after)
	blank := []byte("[0 0000000000 0000000000 0000000000]")
	if i := bytes.Index(tail, blank); i >= 0 {
		copy(tail[i:], rangeText)
	}
	g, err := readGraph(ctx, joined{src, tail}.source(), "")
	if err != nil || g.dict(g.root["Perms"])["DocMDP"] == nil || len(g.leaves()) != len(r.g.leaves()) {
		return plan, refuse(CodeSelfCheck, err, "The sealed PDF would not read back as intended, so it was not made. The file is untouched.")
	}
	return plan, nil
}

// verbatim is an object written as it stands.
type verbatim string

func (v verbatim) String() string      { return string(v) }
func (v verbatim) Clone() types.Object { return v }
func (v verbatim) PDFString() string   { return string(v) }

func (l sealLayout) dictionary() types.Dict {
	d := types.Dict{
		"Type": types.Name("Sig"), "Filter": types.Name("Adobe.PPKLite"), "SubFilter": types.Name("ETSI.CAdES.detached"),
		"ByteRange": verbatim("[0 0000000000 0000000000 0000000000]"),
		"Contents":  types.NewHexLiteral(make([]byte, l.Room)), "M": dateString(l.At),
		"Reference": types.Array{types.Dict{"Type": types.Name("SigRef"), "TransformMethod": types.Name("DocMDP"),
			"TransformParams": types.Dict{"Type": types.Name("TransformParams"), "P": types.Integer(1), "V": types.Name("1.2")}}},
	}
	for k, v := range map[string]string{"Name": l.Name, "Reason": l.Reason, "Location": l.Location} {
		if v != "" {
			d[k] = textString(v)
		}
	}
	return d
}

// sealField adds the signature's field and widget and names it in the catalog.
func (r *revision) sealField(sig int, l sealLayout) error {
	pages := r.g.leaves()
	v := VisibleSeal{Page: 1}
	if l.Visible != nil {
		v = *l.Visible
	}
	if v.Page < 1 || v.Page > len(pages) || pages[v.Page-1].nr == 0 {
		return refuse(CodeInvalid, nil, "The seal is to go on page %d, which this document does not have.", v.Page)
	}
	target := pages[v.Page-1]
	form := cloneDict(r.g.form())
	fields := append(types.Array{}, r.g.array(form["Fields"])...)
	widget := types.Dict{"Type": types.Name("Annot"), "Subtype": types.Name("Widget"), "FT": types.Name("Sig"),
		"T": textString(fmt.Sprintf("Seal%d", sig)), "V": ref(sig), "P": ref(target.nr), "F": types.Integer(4 | 128),
		"Rect": v.Rect.normal().array()}
	if l.Visible != nil {
		widget["AP"] = types.Dict{"N": r.sealAppearance(v, target.page)}
	}
	w := add(r, widget)
	page := r.editable(target.nr)
	page["Annots"] = append(append(types.Array{}, r.g.array(page["Annots"])...), w)
	form["Fields"], form["SigFlags"] = append(fields, w), types.Integer(3)
	delete(form, "NeedAppearances")
	catalog := r.catalog()
	catalog["AcroForm"] = add(r, form)
	catalog["Perms"] = types.Dict{"DocMDP": ref(sig)}
	return nil
}

func (r *revision) sealAppearance(v VisibleSeal, p Page) types.IndirectRef {
	fb := newFontbook(r, nil)
	box := v.Rect.normal()
	m, w, h := p.upright(Rect{0, 0, box.W(), box.H()})
	var out bytes.Buffer
	fmt.Fprintf(&out, "q %s cm %s RG 0.75 w %s re S %s rg\n", m, ink, nums(0.5, 0.5, w-1, h-1), ink)
	size := min(9, (h-6)/(1.3*float64(max(1, len(v.Lines)))))
	for i, line := range v.Lines {
		runs := fb.shape(plain, line)
		fit := size
		if wide := width(runs, size); wide > w-8 {
			fit = size * (w - 8) / wide
		}
		writeRuns(&out, runs, 4, h-3-size*1.3*float64(i+1)+size*0.3, fit)
	}
	out.WriteString("Q\n")
	fb.finish()
	return add(r, deflated(types.Dict{"Type": types.Name("XObject"), "Subtype": types.Name("Form"),
		"BBox":      Rect{0, 0, box.W(), box.H()}.array(),
		"Resources": types.Dict{"Font": fb.resources()}}, out.Bytes()))
}

// sign streams the file through its digest, signs and writes the revision with
// the signature in its gap. Only the file's size is trusted to be what it was.
func (p sealPlan) sign(ctx context.Context, w io.Writer, src Source, o SealOptions) (Sealed, error) {
	if o.Signer == nil || len(o.Chain) == 0 {
		return Sealed{}, refuse(CodeInvalid, nil, "A seal needs a key and its certificate.")
	}
	if p.Gap < 0 || p.Len < 2 || p.Gap+p.Len > len(p.Tail) {
		return Sealed{}, refuse(CodeSelfCheck, nil, "The seal was not laid out properly. The file is untouched.")
	}
	signed, all := sha256.New(), sha256.New()
	if _, err := copyTo(io.MultiWriter(w, signed, all), src); err != nil {
		return Sealed{}, fmt.Errorf("copy the file to be sealed: %w", err)
	}
	signed.Write(p.Tail[:p.Gap])
	signed.Write(p.Tail[p.Gap+p.Len:])
	token := func(signature []byte) ([]byte, error) { return o.Timestamp(ctx, signature) }
	if o.Timestamp == nil {
		token = nil
	}
	cms, err := signDetached([32]byte(signed.Sum(nil)), o.Signer, o.Chain, token)
	if err != nil {
		return Sealed{}, err
	}
	if err := wouldVerify(cms); err != nil {
		return Sealed{}, err
	}
	if 2*len(cms)+2 > p.Len {
		return Sealed{}, refuse(CodeSigningError, nil, "The time-stamp token is larger than the room left for it. The file is untouched.")
	}
	tail := bytes.Clone(p.Tail)
	hex.Encode(tail[p.Gap+1:], cms)
	all.Write(tail)
	if _, err := w.Write(tail); err != nil {
		return Sealed{}, fmt.Errorf("write the seal: %w", err)
	}
	return Sealed{[32]byte(all.Sum(nil)), src.Size + int64(len(tail))}, nil
}

// wouldVerify keeps a seal from being written that its own verifier refuses.
func wouldVerify(cms []byte) error {
	m, err := parseMessage(cms)
	if err == nil {
		err = m.spelled()
	}
	if err == nil {
		err = m.checkSignature(oidData)
	}
	if err == nil && m.token != nil {
		_, _, err = checkToken(m.token, m.signer.Signature)
	}
	if err != nil {
		return refuse(CodeSigningError, err, "The seal would not verify, so it was not made. Check the firm's certificates and the time-stamp service. The file is untouched.")
	}
	return nil
}
