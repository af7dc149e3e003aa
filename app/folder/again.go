package folder

// Again has a file reported once more, as it is by then, although it did not change: for a receiver
// that took a report and could make nothing of it. A file that is gone by then is not reported. It
// fails while the root of the work file is not kept here, and with the index.
func (f *Folders) Again(mappingID, key string) error {
	k, _, err := f.find(mappingID)
	if err != nil {
		return err
	}
	if err := Doubt(k.cfg.Index, mappingID, key); err != nil {
		return err
	}
	k.inbox.put(func() { k.again(mappingID, key) })
	return nil
}

// Doubt has a file of a work file that is not kept here reported once more when it is.
func Doubt(index Index, mappingID, key string) error {
	o, known, err := index.Get(mappingID, key)
	if err != nil || !known {
		return err // a file that is not known is reported anyway
	}
	o.Before = o.versions() // it may be gone before it is read again, and the receiver has one of them
	o.Stamp, o.SHA256 = Stamp{}, ""
	return index.Put(mappingID, key, o)
}

// again looks at the file in its turn. What a look under way finds is of before.
func (k *keeper) again(mappingID, key string) {
	wf := k.files[mappingID]
	if wf == nil || Doubt(k.cfg.Index, mappingID, key) != nil {
		return // the next scan finds what was marked before
	}
	k.outdate(fileRef{mappingID, key})
	wf.view.quiet = false
	k.enqueue(wf)
}
