package folder

// Again has a file reported once more, as it is by then, although it did not change: for a receiver
// that took a report and could make nothing of it. A file that is gone by then is not reported. It
// fails while the root of the work file is not kept here, and with the index.
func (f *Folders) Again(mappingID, key string) error {
	k, _, err := f.find(mappingID)
	if err != nil {
		return err
	}
	if err := k.doubt(mappingID, key); err != nil {
		return err
	}
	k.inbox.put(func() { k.again(mappingID, key) })
	return nil
}

// doubt makes the index say that the file was seen, and what was in it only as what the receiver may have: it may be
// gone before it is read again.
func (k *keeper) doubt(mappingID, key string) error {
	o, known, err := k.cfg.Index.Get(mappingID, key)
	if err != nil || !known {
		return err // a file that is not known is reported anyway
	}
	o.Before = o.versions()
	o.Stamp, o.SHA256 = Stamp{}, ""
	return k.cfg.Index.Put(mappingID, key, o)
}

// again looks at the file in its turn. What a look under way finds is of before.
func (k *keeper) again(mappingID, key string) {
	wf := k.files[mappingID]
	if wf == nil || k.doubt(mappingID, key) != nil {
		return // the next scan finds what was marked before
	}
	k.outdate(fileRef{mappingID, key})
	wf.view.quiet = false
	k.enqueue(wf)
}
