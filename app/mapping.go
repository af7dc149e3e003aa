package app

// MapSheet is what was found under a root: folders that look like work files.
type MapSheet struct {
	Root    string   `json:"root"`
	Path    string   `json:"path"`
	Summary string   `json:"summary"` // "read and write tested · 38,204 files in 1,962 folders"
	Pattern []string `json:"pattern"` // "Client", "Engagement"
	Clients int      `json:"clients"`
	Ready   int      `json:"ready"`
	Look    int      `json:"look"`
	Off     int      `json:"off"`
	Rows    []MapRow `json:"rows"`
	Adds    int      `json:"adds"` // folders that would be made
}

// MapRow is one folder. State is "ready", "look", "off" or "mapped".
type MapRow struct {
	Path       string   `json:"path"` // inside the root
	Client     string   `json:"client"`
	ClientID   string   `json:"clientId"` // when the firm knows it
	Title      string   `json:"title"`
	Service    string   `json:"service"`
	Period     string   `json:"period"`
	Contact    string   `json:"contact"`
	Lanes      int      `json:"lanes"` // of the four, already there
	Result     string   `json:"result"`
	State      string   `json:"state"`
	Engagement string   `json:"engagement"` // when it is open already
	Private    []string `json:"private"`
	Shared     []string `json:"shared"` // "From client: 11 files"
}

// MapOrder maps folders in bulk: an engagement is opened where there is none.
type MapOrder struct {
	Root     string      `json:"root"`
	Rows     []MapChoice `json:"rows"`
	Partner  string      `json:"partner"`
	Manager  string      `json:"manager"`
	Preparer string      `json:"preparer"`
	// Ask starts each new engagement with the requests of its template.
	Ask bool `json:"ask"`
}

// MapChoice is one folder to map, as the person left it.
type MapChoice struct {
	Path       string `json:"path"`
	Client     string `json:"client"`
	ClientID   string `json:"clientId"`
	Type       string `json:"type"`
	Title      string `json:"title"`
	Service    string `json:"service"`
	Period     string `json:"period"`
	Engagement string `json:"engagement"`
}

// MapSheet lists folders under a root, which may take a while on a large share.
func (a *App) MapSheet(root string) (s MapSheet, err error) {
	defer guard("MapSheet", &err)
	return a.mapSheet(root)
}

// MapFolders maps in the background: see Job. Nothing on the share is moved or renamed; missing lane
// folders are made.
func (a *App) MapFolders(m MapOrder) (j Job, err error) {
	defer guard("MapFolders", &err)
	return a.mapFolders(m)
}
