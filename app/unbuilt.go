package app

import "errors"

var errUnbuilt = errors.New("this is not wired yet")

func (a *App) assembleSheet(engagement string) (AssembleSheet, error) {
	var v AssembleSheet
	return v, errUnbuilt
}

func (a *App) checkPart(engagement, path, password string) (PartCheck, error) {
	var v PartCheck
	return v, errUnbuilt
}

func (a *App) startAssemble(order AssembleOrder) (Job, error) { var v Job; return v, errUnbuilt }

func (a *App) job(id string) (Job, error) { var v Job; return v, errUnbuilt }

func (a *App) cancelJob(id string) error { return errUnbuilt }

func (a *App) clients(text string) (ClientTable, error) { var v ClientTable; return v, errUnbuilt }

func (a *App) clientPage(id string) (ClientPage, error) { var v ClientPage; return v, errUnbuilt }

func (a *App) createClient(n NewClient) (Outcome, error) { var v Outcome; return v, errUnbuilt }

func (a *App) renameClient(client, name, code string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) inviteContact(client string, n NewContact) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) revokeContact(client, contact string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) setReminders(client string, paused bool) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) setClientAccess(client string, only []string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) publishQueue() (DraftQueue, error) { var v DraftQueue; return v, errUnbuilt }

func (a *App) publishSheet(engagement, draft string) (PublishSheet, error) {
	var v PublishSheet
	return v, errUnbuilt
}

func (a *App) publishDraft(p PublishOrder) (Outcome, error) { var v Outcome; return v, errUnbuilt }

func (a *App) remindSigner(engagement, deliverable string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) withdrawDeliverable(engagement, deliverable, why string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) reviewQueue() (DraftQueue, error) { var v DraftQueue; return v, errUnbuilt }

func (a *App) draftPage(engagement, draft string) (DraftPage, error) {
	var v DraftPage
	return v, errUnbuilt
}

func (a *App) submitDraft(engagement, draft string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) approveDraft(engagement, draft, sum string, settle bool) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) withdrawApproval(engagement, draft string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) returnDraft(engagement, draft, why string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) discardDraft(engagement, draft string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) pinNote(engagement, draft string, page int, x, y float64, text string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) answerNote(engagement, draft, note, text string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) settleNote(engagement, draft, note string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) engagementPage(id string) (EngagementPage, error) {
	var v EngagementPage
	return v, errUnbuilt
}

func (a *App) setStatus(engagement, status, why, until string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) setDue(engagement, due string) (Outcome, error) { var v Outcome; return v, errUnbuilt }

func (a *App) setPeople(engagement string, p PeopleChoice) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) setEngagementAccess(engagement string, only []string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) mapWorkFile(engagement, root, path string, makeFolder bool) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) confirmFiling(engagement string, f FilingEntry) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) completeEngagement(engagement string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) reopenEngagement(engagement string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) engagements(q EngagementQuery) (EngagementTable, error) {
	var v EngagementTable
	return v, errUnbuilt
}

func (a *App) newEngagementOptions() (NewEngagementOptions, error) {
	var v NewEngagementOptions
	return v, errUnbuilt
}

func (a *App) suggestEngagement(client, service, period string) (EngagementPlan, error) {
	var v EngagementPlan
	return v, errUnbuilt
}

func (a *App) openEngagement(n NewEngagement) (Outcome, error) { var v Outcome; return v, errUnbuilt }

func (a *App) files(engagement string) (FilesPanel, error) { var v FilesPanel; return v, errUnbuilt }

func (a *App) openFolder(engagement, path string) error { return errUnbuilt }

func (a *App) openFile(engagement, path string) error { return errUnbuilt }

func (a *App) revealFile(engagement, path string) error { return errUnbuilt }

func (a *App) withdrawDocument(engagement, document, why string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) mapSheet(root string) (MapSheet, error) { var v MapSheet; return v, errUnbuilt }

func (a *App) mapFolders(m MapOrder) (Job, error) { var v Job; return v, errUnbuilt }

func (a *App) threads(view string) (ThreadList, error) { var v ThreadList; return v, errUnbuilt }

func (a *App) thread(engagement string) (Thread, error) { var v Thread; return v, errUnbuilt }

func (a *App) postMessage(engagement, text, about string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) postNote(engagement, text string) (Outcome, error) { var v Outcome; return v, errUnbuilt }

func (a *App) askRequests(engagement string, requests []RequestDraft) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) withdrawRequest(engagement, request string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) remindClient(engagement string, requests []string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) acceptRequest(engagement, request string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) returnRequest(engagement, request, reason, why string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) assignUpload(engagement, document, request string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) search(text string) (SearchResults, error) { var v SearchResults; return v, errUnbuilt }

func (a *App) session() (Session, error) { var v Session; return v, errUnbuilt }

func (a *App) connect(e Enrolment) (Session, error) { var v Session; return v, errUnbuilt }

func (a *App) pin(engagement string, on bool) error { return errUnbuilt }

func (a *App) settings() (Settings, error) { var v Settings; return v, errUnbuilt }

func (a *App) setTheme(theme string) error { return errUnbuilt }

func (a *App) setKeys(k KeyPreference) error { return errUnbuilt }

func (a *App) setNotifications(n Notify) error { return errUnbuilt }

func (a *App) setLanes(l LaneNames) (Outcome, error) { var v Outcome; return v, errUnbuilt }

func (a *App) chooseFolder(title string) (string, error) { var v string; return v, errUnbuilt }

func (a *App) chooseFile(title string) (string, error) { var v string; return v, errUnbuilt }

func (a *App) addRoot(path, name string) (Outcome, error) { var v Outcome; return v, errUnbuilt }

func (a *App) bindRoot(root, path string) error { return errUnbuilt }

func (a *App) unbindRoot(root string) error { return errUnbuilt }

func (a *App) staff() (StaffTable, error) { var v StaffTable; return v, errUnbuilt }

func (a *App) addStaff(name, email string, roles []string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) setRoles(staff string, roles []string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) removeStaff(staff string) (Outcome, error) { var v Outcome; return v, errUnbuilt }

func (a *App) revokeComputer(computer string) (Outcome, error) { var v Outcome; return v, errUnbuilt }

func (a *App) createEnrolmentCode(staff string) (EnrolmentCode, error) {
	var v EnrolmentCode
	return v, errUnbuilt
}

func (a *App) setAway(staff, from, until, cover string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) syncStatus() (SyncStatus, error) { var v SyncStatus; return v, errUnbuilt }

func (a *App) syncNow() error { return errUnbuilt }

func (a *App) dismissRefused(id string) error { return errUnbuilt }

func (a *App) decideHold(engagement string, withdraw bool) error { return errUnbuilt }

func (a *App) finishTask(engagement, about string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) snoozeTask(engagement, about, until string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) handOver(engagement, about, staff string) (Outcome, error) {
	var v Outcome
	return v, errUnbuilt
}

func (a *App) today() (Today, error) { var v Today; return v, errUnbuilt }

func (a *App) arrival(engagement, about string) (Arrival, error) { var v Arrival; return v, errUnbuilt }

func (a *App) verifyFile(path string) (Verdict, error) { var v Verdict; return v, errUnbuilt }
