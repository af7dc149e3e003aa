package folder

import (
	"fmt"
	"strings"
)

// Lane is one of the four sub-folders of a work file that Tieout looks into. The value is an id that
// is part of path keys; what the folder is called on disk is a setting of the firm.
type Lane string

// The lanes. FromClient and Signed are filled by Place, ToClient is read, ForSignature is both.
const (
	FromClient   Lane = "from-client"
	ToClient     Lane = "to-client"
	ForSignature Lane = "for-signature"
	Signed       Lane = "signed"
)

// Lanes lists the four in the order people read them.
var Lanes = [...]Lane{FromClient, ToClient, ForSignature, Signed}

// observed says whether staff's own files in the lane are published or offered.
func (l Lane) observed() bool { return l == ToClient || l == ForSignature }

// LaneNames is what the firm calls the four folders.
type LaneNames map[Lane]string

// DefaultLaneNames are the names a new firm starts with.
func DefaultLaneNames() LaneNames {
	return LaneNames{
		FromClient:   "From client",
		ToClient:     "To client",
		ForSignature: "For signature",
		Signed:       "Signed",
	}
}

// Check refuses names that are missing, that no Windows share can hold, or that two lanes share.
func (n LaneNames) Check() error {
	seen := map[string]Lane{}
	for _, lane := range Lanes {
		name := n[lane]
		if name == "" || strings.HasPrefix(name, ".") || SafeName(name) != name {
			return fmt.Errorf("%q cannot be the name of a folder on every share; choose letters, digits and spaces", name)
		}
		if _, taken := seen[foldName(name)]; taken {
			return fmt.Errorf("two of the four folders would be called %q; give each its own name", name)
		}
		seen[foldName(name)] = lane
	}
	return nil
}

// lane says which lane a folder directly inside a work file is. Case and accents' spelling do not count.
func (n LaneNames) lane(dir string) (Lane, bool) {
	for _, lane := range Lanes {
		if foldName(n[lane]) == foldName(dir) {
			return lane, true
		}
	}
	return "", false
}
