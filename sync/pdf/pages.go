package pdf

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// PageRange is pages From to To, both included, from 1. To is 0 for "to the
// end", in the last range alone.
type PageRange struct{ From, To int }

// Pages are the pages to take of a document, in the order to take them. None
// means all.
type Pages []PageRange

// maxRanges bounds what a person can have meant.
const maxRanges = 1000

// ParsePages reads "1-3, 7, 10-": single pages and ranges, with commas between
// them. A range without an end goes to the last page. Nothing means all pages.
func ParsePages(s string) (Pages, error) {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r == '–' || r == '—' || r == '‑':
			return '-'
		case r == ';':
			return ','
		}
		return r
	}, s)
	if s == "" {
		return nil, nil
	}
	var all Pages
	for piece := range strings.SplitSeq(strings.TrimSuffix(s, ","), ",") {
		r, ok := parseRange(piece)
		switch {
		case !ok || len(all) == maxRanges:
			return nil, refuse(CodeInvalid, nil, "“%s” is not a page or a range of pages. Write them like this: 1-3, 7.", short(piece))
		case len(all) > 0 && all[len(all)-1].To == 0:
			return nil, refuse(CodeInvalid, nil, "“%d-” goes to the last page, so nothing can come after it. Give it an end, or write it last.", all[len(all)-1].From)
		case r.To != 0 && r.To < r.From:
			return nil, refuse(CodeInvalid, nil, "“%s” runs backwards. Write the smaller page first: %d-%d.", short(piece), r.To, r.From)
		}
		all = append(all, r)
	}
	return all, nil
}

func parseRange(s string) (r PageRange, ok bool) {
	from, to, ranged := strings.Cut(s, "-")
	if r.From, ok = pageNumber(from); !ok {
		return r, false
	}
	switch {
	case !ranged:
		r.To = r.From
	case to != "":
		r.To, ok = pageNumber(to)
	}
	return r, ok
}

func pageNumber(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0 && s[0] != '+'
}

func short(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}

// Of are the page numbers to take of a document with so many pages.
func (p Pages) Of(count int) ([]int, error) {
	var out []int
	if p == nil {
		p = Pages{{1, 0}}
	}
	taken := map[int]bool{}
	for _, r := range p {
		to := r.To
		if to == 0 {
			to = count
		}
		if last := max(r.From, to); r.From < 1 || last > count {
			return nil, refuse(CodeInvalid, nil, "This document has %s, so there is no page %d.", pageCount(count), last)
		}
		for n := r.From; n <= to; n++ {
			if taken[n] {
				return nil, refuse(CodeInvalid, nil, "Page %d is named twice. Name each page once.", n)
			}
			taken[n] = true
			out = append(out, n)
		}
	}
	return out, nil
}

// Page is the number of the page that is taken at a place, from 0.
func (p Pages) Page(place int) int {
	for _, r := range p {
		if r.To == 0 || place <= r.To-r.From {
			return r.From + place
		}
		place -= r.To - r.From + 1
	}
	return place + 1
}

// Position is the place, from 0, at which a page is taken, or -1 when it is
// left out. Page answers the other way round.
func (p Pages) Position(page int) int {
	if p == nil {
		return page - 1
	}
	before := 0
	for _, r := range p {
		if page >= r.From && (r.To == 0 || page <= r.To) {
			return before + page - r.From
		}
		before += r.To - r.From + 1
	}
	return -1
}

func pageCount(n int) string {
	if n == 1 {
		return "1 page"
	}
	return strconv.Itoa(n) + " pages"
}

// take leaves only some pages of a document. What the others show must not
// travel with them, so it is refused where that cannot be told.
func (g *graph) take(p Pages) error {
	if p == nil {
		return nil
	}
	all := g.leaves()
	numbers, err := p.Of(len(all))
	if err != nil {
		return err
	}
	for _, n := range numbers {
		g.only = append(g.only, all[n-1])
		if _, ok := g.pageContent(all[n-1]); !ok {
			return refuse(CodeDamaged, nil, "Page %d cannot be taken out of this document alone. Print the pages you want to a new PDF and use that one.", n)
		}
	}
	return nil
}

// taken are the pages to use.
func (g *graph) taken() []leaf {
	if g.only != nil {
		return g.only
	}
	return g.leaves()
}

// pageContent is what a page draws, decoded.
func (g *graph) pageContent(l leaf) (all []byte, ok bool) {
	pieces := g.array(l.dict["Contents"])
	if pieces == nil {
		pieces = types.Array{l.dict["Contents"]}
	}
	for _, o := range pieces {
		sd := g.stream(o)
		if sd == nil {
			continue
		}
		content := g.content(sd)
		if content == nil && len(sd.Raw) > 0 {
			return nil, false
		}
		all = append(append(all, content...), '\n')
	}
	return all, true
}

// formResources are those that a form shown on a page that was taken names.
func (c *copier) formResources(sd *types.StreamDict) types.Object {
	content := c.g.content(sd)
	if content == nil && len(sd.Raw) > 0 {
		c.unclear = true
		return nil
	}
	return c.needed(c.g.dict(sd.Dict["Resources"]), content)
}

// needed are the resources that a piece of content names. Documents often share
// one dictionary among all pages, and with it the images of every one.
func (c *copier) needed(resources types.Dict, content []byte) types.Dict {
	names := map[string]bool{}
	c.nameAll(names, resources, content, 0)
	out := cloneDict(resources)
	for _, category := range sortedKeys(resources) {
		entries, isDict := c.g.deref(resources[category]).(types.Dict)
		if !isDict {
			continue
		}
		kept := types.Dict{}
		for k, v := range entries {
			if names[k] {
				kept[k] = v
			}
		}
		out[category] = kept
	}
	return out
}

// nameAll enters every name in the content, and in the forms it shows that
// have no resources of their own and so use these.
func (c *copier) nameAll(names map[string]bool, resources types.Dict, content []byte, depth int) {
	forms := c.g.dict(resources["XObject"])
	for i := 0; i < len(content); i++ {
		if content[i] != '/' {
			continue
		}
		end := i + 1
		for end < len(content) && !isSpace(content[end]) && !isDelimiter(content[end]) {
			end++
		}
		written := string(content[i+1 : end])
		i = end - 1
		if names[written] {
			continue
		}
		name := string(nameText([]byte(written)))
		names[written], names[name] = true, true
		if sd := c.g.stream(forms[name]); sd != nil && sd.Dict["Resources"] == nil && depth < maxDepth && c.g.name(sd.Dict["Subtype"]) == "Form" {
			c.nameAll(names, resources, c.g.content(sd), depth+1)
		}
	}
}
