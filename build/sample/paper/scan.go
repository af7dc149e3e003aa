package paper

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"

	"github.com/go-pdf/fpdf"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/f64"
	"golang.org/x/image/math/fixed"
)

// Photo is a JPEG of a printed page as a phone or an office scanner makes it:
// slightly turned, grey, grainy.
func Photo(lines []string) ([]byte, error) {
	const w, h = 850, 1100
	page := image.NewGray(image.Rect(0, 0, w/2, h/2))
	draw.Draw(page, page.Bounds(), image.White, image.Point{}, draw.Src)
	pen := font.Drawer{Dst: page, Src: image.Black, Face: basicfont.Face7x13}
	for i, l := range lines {
		pen.Dot = fixed.P(40, 60+i*20)
		pen.DrawString(l)
	}
	turned := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(turned, turned.Bounds(), image.NewUniform(color.Gray{232}), image.Point{}, draw.Src)
	draw.BiLinear.Transform(turned, f64.Aff3{2, -0.035, 18, 0.035, 2, -6}, page, page.Bounds(), draw.Src, nil)
	grain := rand.New(rand.NewPCG(1, 2))
	for i := range turned.Pix {
		turned.Pix[i] = uint8(max(0, int(turned.Pix[i])-grain.IntN(26)))
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, turned, &jpeg.Options{Quality: 70}); err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return b.Bytes(), nil
}

// Scan is a PDF that holds nothing but such a photo.
func Scan(title string, lines []string) ([]byte, error) {
	photo, err := Photo(lines)
	if err != nil {
		return nil, err
	}
	s := newSheet(title)
	s.AddPage()
	s.RegisterImageOptionsReader("scan", fpdf.ImageOptions{ImageType: "JPG"}, bytes.NewReader(photo))
	s.ImageOptions("scan", 0, 0, width, height, false, fpdf.ImageOptions{ImageType: "JPG"}, 0, "")
	return s.bytes()
}
