export namespace app {
	
	export interface Choice {
	    id: string;
	    label: string;
	    detail: string;
	}
	export interface WaitingFor {
	    request: string;
	    title: string;
	    words: string;
	}
	export interface ArrivalFile {
	    document: string;
	    version: string;
	    name: string;
	    pages: string;
	    size: string;
	    media: string;
	    path: string;
	    filed: boolean;
	    state: string;
	}
	export interface Moment {
	    at: string;
	    words: string;
	}
	export interface Status {
	    code: string;
	    words: string;
	    forClient: string;
	    since: Moment;
	    setByHand: boolean;
	    setWhy: string;
	    clientHeld: boolean;
	}
	export interface EngagementRef {
	    id: string;
	    title: string;
	    clientId: string;
	    client: string;
	    initials: string;
	    status: Status;
	}
	export interface Arrival {
	    engagement: EngagementRef;
	    title: string;
	    about: string;
	    request: string;
	    lead: string;
	    done: string[];
	    note: string;
	    folder: string;
	    files: ArrivalFile[];
	    waiting: WaitingFor[];
	    homes: Choice[];
	    can: string[];
	}
	
	export interface FieldBox {
	    id: string;
	    kind: string;
	    signer: string;
	    part: number;
	    page: number;
	    x: number;
	    y: number;
	    w: number;
	    h: number;
	}
	export interface Stamps {
	    pageNumbers: boolean;
	    bates: string;
	    batesStart: number;
	}
	export interface PartOrder {
	    path: string;
	    name: string;
	    copy: boolean;
	    pages: string;
	    password: string;
	}
	export interface AssembleOrder {
	    engagement: string;
	    title: string;
	    replaces: string;
	    parts: PartOrder[];
	    stamps: Stamps;
	    signers: string[];
	    inOrder: boolean;
	    fields: FieldBox[];
	    final: boolean;
	    submit: boolean;
	}
	export interface Person {
	    id: string;
	    name: string;
	    first: string;
	    initials: string;
	    role: string;
	    away: string;
	    me: boolean;
	}
	export interface PartAgain {
	    path: string;
	    name: string;
	    folder: string;
	    size: string;
	    moment: Moment;
	    offered: boolean;
	    title: string;
	    pages: string;
	    copy: boolean;
	}
	export interface PartChoice {
	    path: string;
	    name: string;
	    folder: string;
	    size: string;
	    moment: Moment;
	    offered: boolean;
	}
	export interface AssembleSheet {
	    engagement: EngagementRef;
	    local: string;
	    files: PartChoice[];
	    parts: PartAgain[];
	    missing: string[];
	    fields: FieldBox[];
	    signers: Person[];
	    chosen: string[];
	    inOrder: boolean;
	    final: boolean;
	    replaces: string;
	    title: string;
	    stamps: Stamps;
	    number: number;
	}
	export interface Badges {
	    today: number;
	    messages: number;
	    review: number;
	    publish: number;
	}
	export interface Check {
	    code: string;
	    words: string;
	    detail: string;
	    state: string;
	    page: number;
	}
	
	export interface Due {
	    date: string;
	    words: string;
	    days: number;
	    left: string;
	    state: string;
	}
	export interface EngagementRow {
	    id: string;
	    title: string;
	    clientId: string;
	    client: string;
	    initials: string;
	    status: Status;
	    service: string;
	    in: number;
	    asked: number;
	    due: Due;
	    owner: Person;
	    uses: string;
	    activity: string;
	    moment: Moment;
	    new: boolean;
	    queued: boolean;
	    pinned: boolean;
	}
	export interface ContactRow {
	    id: string;
	    name: string;
	    first: string;
	    initials: string;
	    role: string;
	    away: string;
	    me: boolean;
	    email: string;
	    phone: string;
	    active: boolean;
	    invited: Moment;
	    pending: boolean;
	}
	export interface ClientPage {
	    id: string;
	    name: string;
	    initials: string;
	    code: string;
	    type: string;
	    contacts: string;
	    open: number;
	    paused: boolean;
	    queued: boolean;
	    people: ContactRow[];
	    engagements: EngagementRow[];
	    only: Person[];
	    can: string[];
	}
	export interface ClientRow {
	    id: string;
	    name: string;
	    initials: string;
	    code: string;
	    type: string;
	    contacts: string;
	    open: number;
	    paused: boolean;
	    queued: boolean;
	}
	export interface ClientTable {
	    total: number;
	    rows: ClientRow[];
	}
	export interface Computer {
	    id: string;
	    name: string;
	    added: Moment;
	    revoked: boolean;
	    this: boolean;
	}
	
	export interface SignerRow {
	    id: string;
	    name: string;
	    first: string;
	    initials: string;
	    role: string;
	    away: string;
	    me: boolean;
	    state: string;
	    words: string;
	}
	export interface DeliverableRow {
	    id: string;
	    draft: string;
	    title: string;
	    state: string;
	    words: string;
	    moment: Moment;
	    pages: number;
	    signers: SignerRow[];
	    url: string;
	    filed: string;
	    why: string;
	    pending: boolean;
	    can: string[];
	}
	export interface Primary {
	    code: string;
	    label: string;
	    target: string;
	}
	export interface NoteAnswer {
	    by: Person;
	    moment: Moment;
	    text: string;
	}
	export interface ReviewNote {
	    id: string;
	    number: number;
	    page: number;
	    x: number;
	    y: number;
	    by: Person;
	    moment: Moment;
	    text: string;
	    settled: boolean;
	    answers: NoteAnswer[];
	    pending: boolean;
	}
	export interface DraftSigner {
	    id: string;
	    name: string;
	    first: string;
	    initials: string;
	    role: string;
	    away: string;
	    me: boolean;
	    email: string;
	    fields: number;
	    active: boolean;
	}
	export interface DraftPart {
	    name: string;
	    first: number;
	    pages: number;
	    words: string;
	    copy: boolean;
	    efile: string;
	    signs: boolean;
	}
	export interface DraftPage {
	    id: string;
	    engagement: EngagementRef;
	    number: number;
	    title: string;
	    state: string;
	    words: string;
	    pages: number;
	    open: number;
	    answered: number;
	    moment: Moment;
	    here: boolean;
	    pending: boolean;
	    strong: boolean;
	    url: string;
	    sum: string;
	    short: string;
	    size: string;
	    parts: DraftPart[];
	    signers: DraftSigner[];
	    inOrder: boolean;
	    fields: FieldBox[];
	    notes: ReviewNote[];
	    checks: Check[];
	    approval: string;
	    why: string;
	    previous: string;
	    newer: string;
	    final: boolean;
	    efile: string;
	    can: string[];
	    primary: Primary;
	    offlineOk: boolean;
	}
	
	export interface DraftRow {
	    id: string;
	    engagement: EngagementRef;
	    number: number;
	    title: string;
	    state: string;
	    words: string;
	    pages: number;
	    open: number;
	    answered: number;
	    moment: Moment;
	    here: boolean;
	    pending: boolean;
	    strong: boolean;
	}
	export interface DraftQueue {
	    rows: DraftRow[];
	}
	
	
	
	export interface StatusCount {
	    code: string;
	    words: string;
	    count: number;
	}
	export interface DueBar {
	    date: string;
	    words: string;
	    detail: string;
	    counts: StatusCount[];
	}
	export interface WorkFile {
	    root: string;
	    path: string;
	    local: string;
	    state: string;
	    reason: string;
	}
	export interface FilingRow {
	    authority: string;
	    accepted: boolean;
	    on: string;
	    submission: string;
	    words: string;
	}
	export interface TimelineItem {
	    id: string;
	    icon: string;
	    words: string;
	    detail: string;
	    moment: Moment;
	    pending: boolean;
	    target: string;
	}
	export interface RequestView {
	    id: string;
	    title: string;
	    detail: string;
	    state: string;
	    words: string;
	    due: Due;
	    answer: string;
	    note: string;
	    reason: string;
	    why: string;
	    files: ArrivalFile[];
	    open: boolean;
	    pending: boolean;
	    can: string[];
	}
	export interface Step {
	    status: Status;
	    state: string;
	    facts: string;
	}
	export interface EngagementPage {
	    id: string;
	    title: string;
	    clientId: string;
	    client: string;
	    initials: string;
	    status: Status;
	    service: string;
	    period: string;
	    due: Due;
	    people: Person[];
	    contacts: Person[];
	    steps: Step[];
	    requests: RequestView[];
	    in: number;
	    asked: number;
	    uploads: ArrivalFile[];
	    timeline: TimelineItem[];
	    drafts: DraftRow[];
	    deliverables: DeliverableRow[];
	    filings: FilingRow[];
	    workFile: WorkFile;
	    only: Person[];
	    primary: Primary;
	    can: string[];
	    pinned: boolean;
	    newer: boolean;
	}
	export interface EngagementPlan {
	    title: string;
	    due: string;
	    path: string;
	    root: string;
	    exists: boolean;
	}
	export interface EngagementQuery {
	    view: string;
	    text: string;
	    statuses: string[];
	    services: string[];
	    owner: string;
	    client: string;
	    sort: string;
	    descending: boolean;
	    offset: number;
	    limit: number;
	}
	
	
	export interface ViewCount {
	    code: string;
	    label: string;
	    count: number;
	}
	export interface EngagementTable {
	    total: number;
	    rows: EngagementRow[];
	    views: ViewCount[];
	    services: Choice[];
	    owners: Person[];
	    statuses: StatusCount[];
	    reading: boolean;
	}
	export interface Enrolment {
	    relay: string;
	    code: string;
	    computer: string;
	}
	export interface EnrolmentCode {
	    code: string;
	    relay: string;
	    expires: Moment;
	}
	export interface ExplainStep {
	    words: string;
	    done: boolean;
	    when: string;
	}
	export interface FileReceipt {
	    kind: string;
	    when: string;
	    at: string;
	    where: string;
	    sum: string;
	    short: string;
	    desk: string;
	    by: string;
	    seen: string;
	    released: string;
	    pulledBack: string;
	}
	export interface Explanation {
	    engagement: EngagementRef;
	    name: string;
	    path: string;
	    code: string;
	    tie: string;
	    title: string;
	    why: string;
	    next: string;
	    act: string;
	    steps: ExplainStep[];
	    receipt: FileReceipt;
	    others: Choice[];
	}
	
	export interface FileSide {
	    name: string;
	    meta: string;
	    tag: string;
	    path: string;
	    by: string;
	}
	export interface FileRow {
	    key: string;
	    document: string;
	    version: string;
	    share: FileSide;
	    client: FileSide;
	    tie: string;
	    tieWords: string;
	    code: string;
	    percent: number;
	    left: number;
	    note: string;
	    earlier: boolean;
	    can: string[];
	}
	export interface FileLane {
	    lane: string;
	    name: string;
	    clientName: string;
	    direction: string;
	    rows: FileRow[];
	    empty: string;
	    emptyThere: string;
	}
	
	
	
	export interface Filer {
	    name: string;
	    who: string;
	    since: Moment;
	    here: boolean;
	}
	export interface FilesNotice {
	    code: string;
	    title: string;
	    words: string;
	}
	export interface PrivateRow {
	    name: string;
	    folder: boolean;
	    meta: string;
	    path: string;
	}
	export interface Hold {
	    changed: boolean;
	    words: string;
	    engagement: EngagementRef;
	    contact: string;
	    files: string[];
	    moment: Moment;
	}
	export interface FilesPanel {
	    local: string;
	    state: string;
	    reason: string;
	    asOf: Moment;
	    live: boolean;
	    polling: string;
	    contact: string;
	    tied: number;
	    moving: number;
	    waiting: number;
	    settle: number;
	    notices: FilesNotice[];
	    holds: Hold[];
	    lanes: FileLane[];
	    private: PrivateRow[];
	}
	export interface FilingEntry {
	    authority: string;
	    accepted: boolean;
	    on: string;
	    submission: string;
	}
	
	export interface Finding {
	    code: string;
	    severity: string;
	    page: number;
	    message: string;
	}
	
	export interface Job {
	    id: string;
	    state: string;
	    words: string;
	    progress: number;
	    result: string;
	    code: string;
	    message: string;
	    hint: string;
	    part: number;
	}
	export interface KeyPreference {
	    singleLetters: boolean;
	}
	export interface LaneNames {
	    fromClient: string;
	    toClient: string;
	    forSignature: string;
	    signed: string;
	}
	export interface LineView {
	    up: number;
	    down: number;
	    paused: boolean;
	    until: string;
	    always: boolean;
	    metered: boolean;
	    words: string;
	}
	export interface MapChoice {
	    path: string;
	    client: string;
	    clientId: string;
	    type: string;
	    title: string;
	    service: string;
	    period: string;
	    engagement: string;
	}
	export interface MapOrder {
	    root: string;
	    rows: MapChoice[];
	    partner: string;
	    manager: string;
	    preparer: string;
	    ask: boolean;
	}
	export interface MapRow {
	    path: string;
	    client: string;
	    clientId: string;
	    title: string;
	    service: string;
	    period: string;
	    contact: string;
	    lanes: number;
	    result: string;
	    state: string;
	    engagement: string;
	    private: string[];
	    shared: string[];
	}
	export interface MapSheet {
	    root: string;
	    path: string;
	    summary: string;
	    pattern: string[];
	    clients: number;
	    ready: number;
	    look: number;
	    off: number;
	    rows: MapRow[];
	    adds: number;
	}
	
	export interface TodayItem {
	    id: string;
	    kind: string;
	    engagement: EngagementRef;
	    about: string;
	    who: string;
	    what: string;
	    tag: string;
	    tagWarns: boolean;
	    meta: string;
	    moment: Moment;
	    strong: boolean;
	    queued: boolean;
	}
	export interface MovedToday {
	    count: number;
	    words: string;
	    items: TodayItem[];
	}
	export interface NewContact {
	    name: string;
	    email: string;
	    phone: string;
	    title: string;
	}
	export interface NewClient {
	    type: string;
	    name: string;
	    code: string;
	    contact: NewContact;
	}
	
	export interface RequestDraft {
	    title: string;
	    detail: string;
	    due: string;
	}
	export interface NewEngagement {
	    client: string;
	    service: string;
	    period: string;
	    title: string;
	    due: string;
	    partner: string;
	    manager: string;
	    preparer: string;
	    requests: RequestDraft[];
	    root: string;
	    path: string;
	    makeFolder: boolean;
	}
	export interface TemplateChoice {
	    service: string;
	    name: string;
	    yearly: boolean;
	    requests: RequestDraft[];
	}
	export interface NewEngagementOptions {
	    clients: Choice[];
	    templates: TemplateChoice[];
	    staff: Person[];
	    roots: Choice[];
	    partners: Person[];
	}
	
	export interface Notify {
	    arrivals: boolean;
	    messages: boolean;
	    review: boolean;
	    signatures: boolean;
	}
	export interface Outbound {
	    how: string;
	    seconds: number;
	}
	export interface Outcome {
	    id: string;
	    pending: boolean;
	    words: string;
	    undo: string;
	}
	export interface PageBox {
	    width: number;
	    height: number;
	    rotate: number;
	}
	
	export interface PartCheck {
	    path: string;
	    name: string;
	    pages: number;
	    sizes: PageBox[];
	    efile: string;
	    efilePages: number[];
	    signed: boolean;
	    blocked: boolean;
	    password: boolean;
	    findings: Finding[];
	    fields: FieldBox[];
	}
	
	
	export interface PeopleChoice {
	    partner: string;
	    manager: string;
	    preparer: string;
	}
	
	export interface Pin {
	    id: string;
	    label: string;
	    detail: string;
	    status: Status;
	}
	
	
	export interface PublishOrder {
	    engagement: string;
	    draft: string;
	    to: string[];
	    note: string;
	    replaces: string;
	}
	export interface PublishSheet {
	    draft: DraftPage;
	    recipients: Person[];
	    to: string[];
	    replaces: Choice[];
	    checks: Check[];
	    label: string;
	    explain: string;
	    stop: string;
	    print: boolean;
	}
	export interface QueueItem {
	    id: string;
	    words: string;
	    why: string;
	    state: string;
	    engagement: string;
	    moment: Moment;
	    progress: number;
	    version: string;
	    figures: string;
	}
	export interface RefusedAct {
	    id: string;
	    title: string;
	    message: string;
	    hint: string;
	    code: string;
	    engagement: EngagementRef;
	    draft: string;
	    retry: string;
	    moment: Moment;
	}
	
	
	
	export interface RootView {
	    id: string;
	    name: string;
	    path: string;
	    state: string;
	    label: string;
	    reason: string;
	    polling: string;
	    mapped: number;
	    since: Moment;
	    canWrite: boolean;
	}
	export interface RouteStep {
	    id: string;
	    name: string;
	    first: string;
	    initials: string;
	    role: string;
	    away: string;
	    me: boolean;
	    words: string;
	    now: boolean;
	}
	export interface Routing {
	    task: string;
	    to: Person;
	    words: string;
	    snoozed: string;
	}
	export interface SearchResult {
	    kind: string;
	    id: string;
	    engagement: string;
	    title: string;
	    detail: string;
	    status: Status;
	    path: string;
	}
	export interface SearchResults {
	    results: SearchResult[];
	    recent: boolean;
	}
	export interface Session {
	    state: string;
	    firm: string;
	    me: Person;
	    roles: string[];
	    computer: string;
	    relay: string;
	    version: string;
	    theme: string;
	    badges: Badges;
	    pinned: Pin[];
	    footer: string;
	    warnings: string[];
	    can: string[];
	    keys: KeyPreference;
	    frame: boolean;
	}
	export interface Settings {
	    theme: string;
	    keys: KeyPreference;
	    notifications: Notify;
	    roots: RootView[];
	    lanes: LaneNames;
	    outbound: Outbound;
	    keyStorage: string;
	    warning: string;
	    dataFolder: string;
	    zone: string;
	    version: string;
	    can: string[];
	}
	
	export interface StaffRow {
	    id: string;
	    name: string;
	    first: string;
	    initials: string;
	    role: string;
	    away: string;
	    me: boolean;
	    email: string;
	    roles: string[];
	    active: boolean;
	    awayFrom: string;
	    awayUntil: string;
	    cover: Person;
	    computers: Computer[];
	    open: number;
	}
	export interface StaffTable {
	    rows: StaffRow[];
	    can: string[];
	}
	
	
	
	
	export interface StoppedFiles {
	    engagement: string;
	    files: number;
	    unready: number;
	    laneGone: boolean;
	}
	export interface SyncStatus {
	    state: string;
	    label: string;
	    detail: string;
	    since: Moment;
	    last: Moment;
	    progress: number;
	    banner: string;
	    waiting: QueueItem[];
	    refused: RefusedAct[];
	    holds: Hold[];
	    roots: RootView[];
	    failing: QueueItem[];
	    stopped: QueueItem[];
	    stoppedFiles: StoppedFiles[];
	    coming: QueueItem[];
	    line: LineView;
	    filing: string;
	    noFiler: boolean;
	    filers: Filer[];
	}
	
	export interface ThreadMessage {
	    id: string;
	    by: Person;
	    fromClient: boolean;
	    office: boolean;
	    text: string;
	    moment: Moment;
	    about: string;
	    aboutId: string;
	    pending: boolean;
	}
	export interface ThreadDay {
	    label: string;
	    items: ThreadMessage[];
	}
	export interface Thread {
	    engagement: EngagementRef;
	    title: string;
	    subtitle: string;
	    routing: Routing;
	    days: ThreadDay[];
	    open: WaitingFor[];
	    in: number;
	    asked: number;
	    order: RouteStep[];
	    contacts: Person[];
	    can: string[];
	    staff: Person[];
	}
	
	export interface ThreadRow {
	    engagement: EngagementRef;
	    who: string;
	    last: string;
	    moment: Moment;
	    mine: boolean;
	    unanswered: boolean;
	    queued: boolean;
	}
	export interface ThreadList {
	    threads: ThreadRow[];
	    views: ViewCount[];
	}
	
	
	
	export interface TodayGroup {
	    kind: string;
	    title: string;
	    hint: string;
	    items: TodayItem[];
	}
	export interface Today {
	    date: string;
	    summary: string;
	    due: DueBar;
	    groups: TodayGroup[];
	    moved: MovedToday;
	    refused: RefusedAct[];
	}
	
	
	export interface VerdictLine {
	    words: string;
	    detail: string;
	    state: string;
	}
	export interface Verdict {
	    path: string;
	    name: string;
	    intact: boolean;
	    intactWords: string;
	    origin: string;
	    originWords: string;
	    broken: string;
	    lines: VerdictLine[];
	}
	
	
	

}

