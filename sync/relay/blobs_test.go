package relay_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// A large file goes up in parts, resumes where it stopped, and comes down from
// any byte.
func TestALargeFile(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	data := make([]byte, 2*blob.PartSize+1000)
	rand.NewChaCha8([32]byte{1}).Read(data)
	manifest := blob.Manifest{V: 1, Size: int64(len(data)), SHA256: blob.Sum(data)}
	parts := [][]byte{data[:blob.PartSize], data[blob.PartSize : 2*blob.PartSize], data[2*blob.PartSize:]}
	var refs []engagement.BlobRef
	for _, p := range parts {
		manifest.Parts = append(manifest.Parts, blob.Part{Len: int64(len(p)), SHA256: blob.Sum(p)})
		refs = append(refs, engagement.BlobRef(blob.Sum(p).String()))
	}
	base := "/v1/blobs/" + string(m.client)
	put := func(i int) { dana.must(http.StatusOK, "PUT", base+"/parts/"+string(refs[i]), parts[i], nil) }
	put(0)
	put(2)
	status, _ := dana.call("POST", base+"/commit", manifest, nil)
	if status != http.StatusConflict {
		t.Errorf("committing without a part: %d", status)
	}
	var out wire.MissingReply
	whole := engagement.BlobRef(manifest.SHA256.String())
	dana.must(http.StatusOK, "POST", "/v1/blobs/missing", wire.MissingRequest{
		Client: m.client, Blobs: []engagement.BlobRef{whole}, Parts: refs}, &out)
	if len(out.Blobs) != 1 || len(out.Parts) != 1 || out.Parts[0] != refs[1] {
		t.Errorf("missing: %+v", out)
	}
	put(1)
	for range 2 {
		dana.must(http.StatusOK, "POST", base+"/commit", manifest, nil)
	}
	req, err := http.NewRequest("GET", o.http.URL+base+"/"+string(whole), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+dana.token)
	req.Header.Set("Range", "bytes=1048570-")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	rest, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusPartialContent || !bytes.Equal(rest, data[1048570:]) {
		t.Errorf("a range: %d, %d bytes, %v", res.StatusCode, len(rest), err)
	}
}

func TestBytesThatAreNotWhatTheyClaim(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	name := blob.Sum([]byte("right")).String()
	for _, c := range []struct {
		method, path string
		body         []byte
		status       int
		code         string
	}{
		{"PUT", "/v1/blobs/firm/" + name, []byte("wrong"), http.StatusBadRequest, wire.CodeMalformed},
		{"PUT", "/v1/blobs/firm/parts/" + name, []byte("wrong"), http.StatusBadRequest, wire.CodeMalformed},
		{"PUT", "/v1/blobs/firm/ABC", []byte("right"), http.StatusBadRequest, wire.CodeMalformed},
		{"PUT", "/v1/blobs/firm/" + name, make([]byte, blob.PartSize+1), http.StatusRequestEntityTooLarge, wire.CodeTooLarge},
		{"POST", "/v1/blobs/firm/commit", []byte("{"), http.StatusBadRequest, wire.CodeMalformed},
		{"POST", "/v1/blobs/firm/commit", []byte(`{"v":9}`), http.StatusBadRequest, wire.CodeMalformed},
		{"GET", "/v1/blobs/firm/" + name, nil, http.StatusNotFound, wire.CodeNotFound},
	} {
		var in any
		if c.body != nil {
			in = c.body
		}
		status, problem := dana.call(c.method, c.path, in, nil)
		if status != c.status || problem.Code != c.code {
			t.Errorf("%s %s: %d %+v, want %d %s", c.method, c.path, status, problem, c.status, c.code)
		}
	}
}

// A part may tell its place in its run, in one way.
func TestThePlaceOfAPartInItsRun(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	part := []byte("a part")
	for place, want := range map[string]int{
		"": http.StatusOK, "r1 0": http.StatusOK, "r1 65535": http.StatusOK,
		"r1": http.StatusBadRequest, "r1 -1": http.StatusBadRequest, "r1 65536": http.StatusBadRequest, " 0": http.StatusBadRequest,
		strings.Repeat("r", 65) + " 0": http.StatusBadRequest, "r1 0 0": http.StatusBadRequest,
	} {
		req, err := http.NewRequest("PUT", o.http.URL+"/v1/blobs/firm/parts/"+blob.Sum(part).String(), bytes.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+dana.token)
		req.Header.Set(wire.RunHeader, place)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if res.Body.Close(); res.StatusCode != want {
			t.Errorf("%q: %s, want %d", place, res.Status, want)
		}
	}
}

// Small files go up together. One that is not what it claims holds up no other,
// and a batch that is sent again changes nothing.
func TestManySmallFilesAtOnce(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	base := "/v1/blobs/" + string(m.client)
	contents := [][]byte{[]byte("one"), []byte("wrong"), {}, bytes.Repeat([]byte("2025,Harbor Fuel,104.20\n"), 3000), make([]byte, blob.PartSize+1)}
	want := []string{"", wire.CodeMalformed, "", "", wire.CodeTooLarge}
	var batch []byte
	for i, c := range contents {
		sum := blob.Sum(c)
		if want[i] == wire.CodeMalformed {
			sum = blob.Sum([]byte("right"))
		}
		batch = wire.AppendFrame(batch, wire.Frame{Sum: sum, Data: c})
	}
	for range 2 {
		var out wire.BatchReply
		dana.must(http.StatusOK, "POST", base+"/batch", batch, &out)
		if len(out.Blobs) != len(contents) {
			t.Fatalf("%d answers", len(out.Blobs))
		}
		for i, b := range out.Blobs {
			if b.Code != want[i] {
				t.Errorf("file %d: %q, want %q", i, b.Code, want[i])
			}
		}
	}
	for i, c := range contents {
		status, _ := dana.call("GET", base+"/"+blob.Sum(c).String(), nil, nil)
		if there := status == http.StatusOK; there != (want[i] == "") {
			t.Errorf("file %d: %d", i, status)
		}
	}
	for name, bad := range map[string][]byte{"nothing": {}, "half a frame": batch[:40]} {
		if status, p := dana.call("POST", base+"/batch", bad, nil); status != http.StatusBadRequest || p.Code != wire.CodeMalformed {
			t.Errorf("%s: %d %+v", name, status, p)
		}
	}
}

// What shrinks may come packed; what it says about itself is not believed.
func TestFilesMayComePacked(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	p, err := blob.NewPacker()
	if err != nil {
		t.Fatal(err)
	}
	table := bytes.Repeat([]byte("2025,Harbor Fuel,104.20\n"), 30000)
	packed, ok := p.Pack(table)
	bomb, alsoOK := p.Pack(make([]byte, 8<<20))
	if !ok || !alsoOK {
		t.Fatal("a table does not shrink")
	}
	for _, c := range []struct {
		name, encoding string
		body           []byte
		status         int
	}{
		{"a packed table", wire.ZstdEncoding, packed, http.StatusOK},
		{"one that is not packed", wire.ZstdEncoding, table[:100], http.StatusBadRequest},
		{"one packed otherwise", "br", packed, http.StatusBadRequest},
		{"one that swells", wire.ZstdEncoding, bomb, http.StatusRequestEntityTooLarge},
	} {
		req, err := http.NewRequest("PUT", o.http.URL+"/v1/blobs/firm/"+blob.Sum(table).String(), bytes.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+dana.token)
		req.Header.Set("Content-Encoding", c.encoding)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", c.name, res.StatusCode, c.status)
		}
	}
	if status, _ := dana.call("GET", "/v1/blobs/firm/"+blob.Sum(table).String(), nil, nil); status != http.StatusOK {
		t.Errorf("the table is not there: %d", status)
	}
}

// Small files come down together in the order asked for. One that is not there,
// is another client's or has parts is named, and holds up no other.
func TestManySmallFilesComeDownAtOnce(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m, other := dana.takeOn("Acme Ltd", "maria@acme.example"), dana.takeOn("Pine Inc", "lee@pine.example")
	base := "/v1/blobs/" + string(m.client)
	contents := [][]byte{[]byte("one"), []byte("never sent"), {}, []byte("another's"), bytes.Repeat([]byte("104.20\n"), 9000), []byte("one")}
	here := []bool{true, false, true, false, true, true}
	var ask wire.BatchGet
	for i, c := range contents {
		ask.Blobs = append(ask.Blobs, engagement.BlobRef(blob.Sum(c).String()))
		if here[i] {
			dana.putBlob(m.client, c)
		}
	}
	dana.putBlob(other.client, contents[3])
	var body []byte
	dana.must(http.StatusOK, "POST", base+"/batch-get", ask, &body)
	for i, c := range contents {
		sum, size := wire.ReadHead([wire.FrameHead]byte(body))
		body = body[wire.FrameHead:]
		switch {
		case sum != blob.Sum(c) || (size != wire.NotInBatch) != here[i]:
			t.Fatalf("file %d: %x with %d bytes", i, sum, size)
		case here[i]:
			if !bytes.Equal(body[:size], c) {
				t.Errorf("file %d comes back as another", i)
			}
			body = body[size:]
		}
	}
	if len(body) != 0 {
		t.Errorf("%d bytes too many", len(body))
	}
}

// An answer ends when it is long enough; what is asked is held to its limits.
func TestHowMuchComesDownAtOnce(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	var ask wire.BatchGet
	for i := range 12 {
		data := make([]byte, blob.PartSize-i)
		rand.NewChaCha8([32]byte{byte(i)}).Read(data)
		ask.Blobs = append(ask.Blobs, dana.putBlob("firm", data))
	}
	var body []byte
	dana.must(http.StatusOK, "POST", "/v1/blobs/firm/batch-get", ask, &body)
	if n := len(body); n < wire.MaxBatchGet || n > wire.MaxBatchGet+blob.PartSize+12*wire.FrameHead {
		t.Errorf("an answer of %d bytes", n)
	}
	for name, c := range map[string]struct {
		in     any
		status int
		code   string
	}{
		"nothing":      {wire.BatchGet{}, http.StatusBadRequest, wire.CodeMalformed},
		"no JSON":      {[]byte("{"), http.StatusBadRequest, wire.CodeMalformed},
		"no sha256":    {wire.BatchGet{Blobs: []engagement.BlobRef{"../x"}}, http.StatusBadRequest, wire.CodeMalformed},
		"too many":     {wire.BatchGet{Blobs: make([]engagement.BlobRef, wire.MaxAsk+1)}, http.StatusRequestEntityTooLarge, wire.CodeTooLarge},
		"a large body": {bytes.Repeat([]byte(" "), 1<<20), http.StatusRequestEntityTooLarge, wire.CodeTooLarge},
	} {
		if status, p := dana.call("POST", "/v1/blobs/firm/batch-get", c.in, nil); status != c.status || p.Code != c.code {
			t.Errorf("%s: %d %+v", name, status, p)
		}
	}
}
