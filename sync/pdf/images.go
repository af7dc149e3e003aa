package pdf

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // decoder
	_ "image/png"  // decoder
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	_ "golang.org/x/image/webp" // decoder
)

// maxPixels refuses pictures whose decoding would exhaust memory.
const maxPixels = 100_000_000

// imageMargin is the white border around a placed picture, in points.
const imageMargin = 18

// imageKind sniffs a picture by its first bytes; "" when it is none.
func imageKind(src Source) string {
	if src.ReaderAt == nil {
		return ""
	}
	h := src.head(12)
	has := func(s string) bool { return bytes.HasPrefix(h, []byte(s)) }
	switch {
	case has("\xFF\xD8\xFF"):
		return "jpeg"
	case has("\x89PNG\r\n\x1A\n"):
		return "png"
	case has("II*\x00"), has("MM\x00*"):
		return "tiff"
	case has("RIFF") && len(h) == 12 && string(h[8:]) == "WEBP":
		return "webp"
	}
	return ""
}

func preflightImage(ctx context.Context, src Source, kind string) Info {
	info := Info{Kind: "image"}
	b, err := imagePDF(src, kind)
	if err != nil {
		info.add(CodeOf(err), Block, err.Error())
		return info
	}
	g, err := readGraph(ctx, BytesSource(b), "")
	if err != nil {
		info.add(CodeDamaged, Block, err.Error())
		return info
	}
	for _, l := range g.leaves() {
		info.Pages = append(info.Pages, l.page)
	}
	return info
}

// imagePDF makes a PDF of Letter pages from a picture, turned to fit it. JPEG
// data is kept as it is; only its orientation is applied.
func imagePDF(src Source, kind string) ([]byte, error) {
	raw, err := io.ReadAll(src.section())
	if err != nil {
		return nil, fmt.Errorf("read the picture: %w", err)
	}
	if kind == "tiff" {
		return tiffPDF(raw)
	}
	conf, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return nil, refuse(CodeDamaged, err, "This picture is damaged or of a kind that is not supported. Open it, save it as JPEG or PDF, and use that.")
	}
	if conf.Width <= 0 || conf.Height <= 0 || conf.Width*conf.Height > maxPixels {
		return nil, refuse(CodeTooLarge, nil, "This picture is too large (%d × %d pixels). Save it smaller and use that.", conf.Width, conf.Height)
	}
	b := &builder{}
	orientation := 1
	var x types.IndirectRef
	if kind == "jpeg" {
		orientation = exifOrientation(raw)
		x = add(b, jpegImage(raw, conf))
	} else {
		img, _, err := image.Decode(bytes.NewReader(raw))
		if err != nil {
			return nil, refuse(CodeDamaged, err, "This picture is damaged. Open it, save it again, and use that.")
		}
		x = add(b, plainImage(img))
	}
	return onePage(b, x, conf.Width, conf.Height, orientation)
}

func jpegImage(raw []byte, conf image.Config) types.StreamDict {
	d := types.Dict{"Type": types.Name("XObject"), "Subtype": types.Name("Image"), "Filter": types.Name("DCTDecode"),
		"Width": types.Integer(conf.Width), "Height": types.Integer(conf.Height), "BitsPerComponent": types.Integer(8),
		"ColorSpace": types.Name("DeviceRGB")}
	switch conf.ColorModel {
	case color.GrayModel:
		d["ColorSpace"] = types.Name("DeviceGray")
	case color.CMYKModel: // Adobe writes CMYK inverted
		d["ColorSpace"] = types.Name("DeviceCMYK")
		if bytes.Contains(raw[:min(len(raw), 4096)], []byte("Adobe\x00")) {
			one, zero := types.Integer(1), types.Integer(0)
			d["Decode"] = types.Array{one, zero, one, zero, one, zero, one, zero}
		}
	}
	return types.StreamDict{Dict: d, Raw: raw}
}

// plainImage lays a picture over white paper.
func plainImage(img image.Image) types.StreamDict {
	r := img.Bounds()
	rgb := make([]byte, 0, 3*r.Dx()*r.Dy())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			cr, cg, cb, ca := img.At(x, y).RGBA()
			white := 0xFFFF - ca
			rgb = append(rgb, byte((cr+white)>>8), byte((cg+white)>>8), byte((cb+white)>>8))
		}
	}
	return deflated(types.Dict{"Type": types.Name("XObject"), "Subtype": types.Name("Image"),
		"Width": types.Integer(r.Dx()), "Height": types.Integer(r.Dy()), "BitsPerComponent": types.Integer(8),
		"ColorSpace": types.Name("DeviceRGB")}, rgb)
}

// orientations map the stored picture's unit square onto the upright one, by
// EXIF orientation 1–8 (Exif 2.3, tag 274).
var orientations = [9]matrix{
	1: {1, 0, 0, 1, 0, 0}, 2: {-1, 0, 0, 1, 1, 0}, 3: {-1, 0, 0, -1, 1, 1}, 4: {1, 0, 0, -1, 0, 1},
	5: {0, -1, -1, 0, 1, 1}, 6: {0, -1, 1, 0, 0, 1}, 7: {0, 1, 1, 0, 0, 0}, 8: {0, 1, -1, 0, 1, 0},
}

func onePage(b *builder, x types.IndirectRef, w, h, orientation int) ([]byte, error) {
	if orientation >= 5 {
		w, h = h, w
	}
	paper := letter
	if w > h {
		paper = Rect{0, 0, letter.Y1, letter.X1}
	}
	scale := min((paper.X1-2*imageMargin)/float64(w), (paper.Y1-2*imageMargin)/float64(h), 1)
	sw, sh := scale*float64(w), scale*float64(h)
	place := matrix{sw, 0, 0, sh, (paper.X1 - sw) / 2, (paper.Y1 - sh) / 2}
	content := fmt.Sprintf("q %s cm %s cm /Im0 Do Q\n", place, orientations[orientation])
	tree := ref(b.reserve())
	page := add(b, types.Dict{"Type": types.Name("Page"), "Parent": tree, "MediaBox": paper.array(),
		"Resources": types.Dict{"XObject": types.Dict{"Im0": x}},
		"Contents":  add(b, types.StreamDict{Dict: types.Dict{}, Raw: []byte(content)})})
	b.set(tree.ObjectNumber.Value(), types.Dict{"Type": types.Name("Pages"), "Kids": types.Array{page}, "Count": types.Integer(1)})
	var out bytes.Buffer
	err := b.write(&out, "1.7", add(b, types.Dict{"Type": types.Name("Catalog"), "Pages": tree}), nil)
	return out.Bytes(), err
}

// tiffPDF leaves fax codes and many-page files to the library.
func tiffPDF(raw []byte) (out []byte, err error) {
	defer catch(&err)
	withoutConfigFolder()
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	imp, err := api.Import("form:Letter, pos:c, scale:0.95", types.POINTS)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if err := api.ImportImages(nil, &buf, []io.Reader{bytes.NewReader(raw)}, imp, conf); err != nil {
		return nil, refuse(CodeDamaged, err, "This TIFF is damaged or of a kind that is not supported. Save it as PDF and use that.")
	}
	return buf.Bytes(), nil
}

// exifOrientation reads a JPEG's orientation; 1 when there is none.
func exifOrientation(raw []byte) int {
	for at := 2; at+4 <= len(raw) && raw[at] == 0xFF; {
		n := int(binary.BigEndian.Uint16(raw[at+2:]))
		if n < 2 || at+2+n > len(raw) {
			return 1
		}
		if seg := raw[at+4 : at+2+n]; raw[at+1] == 0xE1 && bytes.HasPrefix(seg, []byte("Exif\x00\x00")) {
			return tiffOrientation(seg[6:])
		}
		at += 2 + n
	}
	return 1
}

func tiffOrientation(b []byte) int {
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	ifd := int(order.Uint32(b[4:]))
	if ifd < 0 || ifd+2 > len(b) {
		return 1
	}
	for i := range int(order.Uint16(b[ifd:])) {
		e := ifd + 2 + 12*i
		if e+12 > len(b) {
			return 1
		}
		if v := int(order.Uint16(b[e+8:])); order.Uint16(b[e:]) == 0x0112 && v >= 1 && v <= 8 {
			return v
		}
	}
	return 1
}
