// One table of data: how people say things, in English and in the Hindi-English of accounts departments.

/**
 * Spellings that mean one thing, as patterns on text in lower case; each becomes one word. Longest first where they
 * overlap.
 */
export const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\bgstr?[\s-]*2\s*b\b|\b2\s?b\b/g, 'gstr2b'],
  [/\bgstr?[\s-]*2\s*a\b|\b2\s?a\b/g, 'gstr2a'],
  [/\bgstr?[\s-]*3\s*b\b|\b3\s?b\b/g, 'gstr3b'],
  [/\bgstr?[\s-]*1\b/g, 'gstr1'],
  [/\bgstr?[\s-]*9c\b/g, 'gstr9c'],
  [/\bgstr?[\s-]*9\b/g, 'gstr9'],
  [/\b(?:s(?:ec(?:tion)?)?\.?\s*)?16\s*\(?4\)?(?![0-9])/g, ' section16d4 '],
  [/\b(?:s(?:ec(?:tion)?)?\.?\s*)?16\s*\(?2\)?(?![0-9])/g, ' section16d2 '],
  [/\b(?:s(?:ec(?:tion)?)?\.?\s*)?17\s*\(?5\)?(?![0-9])/g, ' section17d5 '],
  [/\brule\s*37\s*a\b|\b37a\b/g, 'rule37a'],
  [/\brule\s*37\b/g, 'rule37'],
  [/\btable\s*4\b/g, 'table4'],
  [/\bdrc[\s-]*0?1\s*c\b/g, 'drc01c'],
  [/\be[\s-]*way\b/g, 'eway'],
  [/\be[\s-]*invoic/g, 'einvoic'],
  [/\bll?ms\.txt\b/g, 'llmstxt'],
  [/\binput tax credit\b|\bi\.t\.c\.?/g, 'itc'],
  [/\breverse[\s-]charge\b/g, 'rcm'],
  [/\bbill of entry\b|\bbills of entry\b|\bboe\b/g, 'billofentry'],
  [/\bpurchase registers?\b/g, 'purchaseregister'],
  [/\bcredit[\s-]notes?\b/g, 'creditnote'],
  [/\bdebit[\s-]notes?\b/g, 'debitnote'],
  [/\btime[\s-]limits?\b|\blast dates?\b|\bdeadlines?\b|\bcut[\s-]off\b|\btime[\s_-]barred\b/g, 'timelimit'],
  [/\bplaces? of supply\b|\bpos\b/g, 'placeofsupply'],
  [/\bmax[\s-]?itc\b/g, 'maxitc'],
  [/\bindia compliance\b/g, 'indiacompliance'],
  [/\baction list\b/g, 'actionlist'],
  [/\brate[\s-]limits?\b|\btoo many requests\b/g, 'ratelimit'],
  // Hindi-English phrases.
  [
    /\b(?:nahin?|nai|nhi|nahee|not)\s+(?:mil\w*|aa\w*|dikh\w*|show\w*|found|appear\w*|there|in|visible|reported|available)\b/g,
    'absent',
  ],
  [/\b(?:mil|aa|dikh)\s+(?:nahin?|nai|nhi)\b/g, 'absent'],
  [/\bkab tak\b/g, 'timelimit'],
  [/\b(?:two|2|do)\s+(?:times|baar)\b/g, 'twice'],
  [/\b(?:upper|capital|small|lower)\s?(?:case)?\s?letters?\b/g, 'capital letters'],
  [/\bke? ?liye\b/g, ' '],
];

/**
 * Words of one meaning: each also counts as the first of its row. A word may stand in several rows. Words of more than one
 * meaning in this field ("match") are left out.
 */
export const SYNONYMS: readonly (readonly string[])[] = [
  ['supplier', 'vendor', 'vendors', 'party', 'seller', 'counterparty', 'vyapari'],
  ['bill', 'invoice', 'document', 'inv', 'bil'],
  ['book', 'tally', 'ledger', 'purchaseregister', 'bahi', 'booked'],
  ['portal', 'government', 'govt', 'gstn', 'gstr2b'],
  ['money', 'paisa', 'paise', 'amount', 'rupee', 'rupees', 'rakam', 'payment', 'value'],
  ['pay', 'payment', 'paid', 'bhugtan', 'paying', 'release', 'settle'],
  ['wrong', 'galat', 'incorrect', 'mistake', 'mistyped', 'galti', 'bad', 'invalid'],
  ['absent', 'missing', 'lacking', 'gayab', 'only'],
  ['difference', 'differ', 'differs', 'different', 'farak', 'mismatch', 'antar', 'change'],
  ['why', 'kyun', 'kyu', 'kyon', 'reason', 'because'],
  ['howto', 'how', 'kaise', 'kese', 'steps'],
  ['when', 'kab', 'date', 'month'],
  ['day', 'din', 'daily'],
  ['where', 'kahan', 'kaha', 'place'],
  ['howmuch', 'kitna', 'kitne', 'kitni', 'limit', 'bound'],
  ['meaning', 'matlab', 'means', 'mean', 'meant', 'definition', 'kya'],
  ['wait', 'pending', 'roke', 'rokna', 'hold', 'ruk', 'atka', 'stuck', 'held'],
  ['claim', 'claimed', 'avail', 'availed', 'take', 'taken', 'claimable', 'lena', 'le', 'allowed', 'entitled'],
  ['itc', 'credit'],
  ['twice', 'duplicate', 'double', 'dobara', 'repeated', 'again', 'doubled'],
  ['error', 'failure', 'fails', 'failed', 'problem', 'dikkat', 'code', 'galti'],
  ['file', 'excel', 'xlsx', 'csv', 'json', 'zip', 'sheet', 'download'],
  ['column', 'header', 'field', 'heading'],
  ['run', 'start', 'chalaye', 'chalana', 'execute', 'chalu', 'serve', 'launch', 'command'],
  ['number', 'serial', 'no', 'numbers'],
  ['rounding', 'round', 'tolerance', 'ignored', 'paise'],
  ['program', 'connector', 'integration', 'erp', 'api', 'software'],
  ['assistant', 'claude', 'chatgpt', 'copilot', 'ai', 'agent', 'mcp'],
  ['secret', 'password', 'credential', 'token', 'key'],
  ['company', 'workspace', 'tenant', 'client', 'organisation', 'organization', 'firm'],
  ['compare', 'vs', 'versus', 'comparison', 'alternative', 'cleartax'],
  ['fast', 'speed', 'quick', 'slow', 'performance', 'lakh', 'million', 'tez'],
  ['encryption', 'https', 'tls', 'ssl', 'certificate'],
  ['outside', 'offline', 'internet', 'network', 'leave', 'cloud', 'bahar'],
  ['database', 'postgres', 'db', 'pglite', 'embedded'],
  ['late', 'delay', 'der', 'late', 'afterwards'],
  ['purchase', 'kharid', 'buy', 'bought'],
  ['export', 'nikale', 'extract', 'nikalna', 'download'],
  ['delete', 'remove', 'hata', 'hatana', 'erase', 'clear'],
  ['check', 'verify', 'jaanch', 'validate', 'test', 'inspect'],
  ['several', 'multiple', 'many', 'two', 'three', 'four', 'five', 'split', 'merged', 'combined', 'kai'],
  ['other', 'another', 'dusre', 'dusra', 'doosra', 'different', 'else'],
  ['retry', 'retryable', 'repeat', 'resend', 'again', 'retried', 'repeated'],
  ['install', 'setup', 'installation'],
  ['typo', 'typing', 'spelling', 'slip', 'misspelt', 'typed', 'mistyped'],
  ['automatic', 'automatically', 'apne', 'itself'],
  ['webhook', 'callback', 'notification', 'notify', 'notified'],
  ['memory', 'ram', 'gb', 'mb'],
  ['voucher', 'entry', 'journal', 'entries', 'vouchers', 'posting'],
  ['row', 'line', 'record', 'rows', 'lines'],
  ['refused', 'rejected', 'reject', 'refuse', 'declined', 'accepted', 'fails'],
  ['pair', 'match', 'matched', 'paired', 'link', 'linked', 'reconciled'],
  ['probable', 'likely', 'maybe', 'suggested', 'unsure', 'guess'],
  ['crash', 'killed', 'died', 'crashed', 'restart', 'restarted'],
  ['lost', 'lose', 'lapse', 'lapsed', 'gone', 'loss', 'losing'],
  ['bound', 'limit', 'restrict', 'restricted', 'cap', 'maximum', 'max', 'atmost'],
  ['own', 'our', 'branch', 'branches', 'registration', 'unit'],
  ['import', 'imports', 'imported', 'customs', 'custom', 'billofentry', 'boe'],
  ['year', 'fy', 'saal', 'annual'],
  ['interest', 'byaj', 'penalty'],
  ['notice', 'intimation', 'drc01c'],
  ['isd', 'distributor', 'distributes', 'distribute', 'distributed'],
  ['blocked', 'ineligible', 'notallowed', 'barred', 'section17d5'],
  ['zero', 'zeros', 'zeroes'],
  ['capital', 'uppercase', 'lowercase', 'capitals', 'letters'],
  ['log', 'logged', 'logs', 'logging'],
  ['simulate', 'fake', 'sandbox', 'pretend', 'mock'],
  ['version', 'versions', 'generated', 'regenerated', 'newest', 'latest'],
  ['script', 'automation', 'cron', 'batch', 'schedule', 'automate', 'job'],
  ['answer', 'response', 'reply', 'replies', 'jawab'],
  ['docs', 'documentation', 'page', 'pages', 'manual', 'help'],
  ['risk', 'atrisk', 'unsafe', 'danger', 'safe'],
  ['report', 'output', 'results', 'result', 'outcome'],
  ['reverse', 'reversal', 'reversed', 'reverses', 'wapas'],
  ['sample', 'demo', 'example', 'samples', 'trial'],
  ['format', 'supported', 'accept', 'kind'],
  ['date', 'tareekh', 'dates', 'dated'],
  ['node', 'nodes', 'machine', 'machines', 'cluster', 'replica', 'replicas'],
];

/** Words that carry no meaning of their own in a question. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an the is are was were be been being am do does did done doing has have had having i we you he she it they me us our
your my their its this that these those of in on at to for from with by as and or but if then than so not no nor can could
should would will shall may might must what which who whom whose how when where there here about into over under out up
down off please tell give get got want need any some all each also just still now one please help hi hello want s t
milaan ka ki ke ko se me mein mai main par pe hai hain ho hoga hota hoti hote tha thi the kya kar kare karu karna karte karen
karein kijiye raha rahi rahe gaya gayi gaye ne na to toh bhi aur ya jo jab ab koi kuch mera meri mere hamara humara apna
apni shown shows use used using instead kind like really anyone someone something anything thing things work works make makes made milte milta milti milega karwana hame hamein unka uska iska inka batao bataye mila mile mili milna wale wali sakta sakte sakti chahiye rha rhi ek le lo lu hua hue hui aa aya aayi show showing`.split(
    /\s+/,
  ),
);

/** Words that tell what kind of answer is wanted rather than what it is about; they count for little. */
export const QUESTION_WORDS: ReadonlySet<string> = new Set(
  'how kaise kese why kyun kyu kyon when kab where kahan kaha kitna kitne kitni matlab meaning means mean'.split(' '),
);
