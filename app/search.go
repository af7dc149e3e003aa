package app

// SearchResult is one hit. Kind is "client", "engagement", "file", "request" or "action".
type SearchResult struct {
	Kind       string `json:"kind"`
	ID         string `json:"id"`
	Engagement string `json:"engagement"`
	Title      string `json:"title"`
	Detail     string `json:"detail"`
	Status     Status `json:"status"`
	Path       string `json:"path"`
}

// SearchResults is the best hits, clients first.
type SearchResults struct {
	Results []SearchResult `json:"results"`
	Recent  bool           `json:"recent"` // nothing was typed: the last ones opened
}

// Search looks through what this computer holds.
func (a *App) Search(text string) (r SearchResults, err error) {
	defer guard("Search", &err)
	return a.search(text)
}
