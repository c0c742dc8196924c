"""Settings of the crawl, each with its reason. Override one for a run with ``-s NAME=VALUE``."""

from __future__ import annotations

import os
from importlib.metadata import version

BOT_NAME = "nianbao"
SPIDER_MODULES = ["crawler.spiders"]

# --- Who we are -----------------------------------------------------------------------------------------------------

# A webmaster must be able to reach the person who runs the crawl: set NIANBAO_CONTACT to an address or a page. The crawl
# warns if it is missing and a portal is not on this machine.
CONTACT = os.environ.get("NIANBAO_CONTACT", "").strip()
USER_AGENT = f"nianbao/{version('nianbao')}" + (f" (+{CONTACT})" if CONTACT else "")
ROBOTSTXT_USER_AGENT = "nianbao"
ROBOTSTXT_OBEY = True
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip",  # the one whose end is checked: of the others, half a page may look like a whole one
}
COOKIES_ENABLED = False  # reports are public; a portal that asks for a cookie first is a wall

# --- Politeness: county servers are small, reports change once a year -----------------------------------------------

CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2.0  # seconds between requests to one host, varied by half
CRAWL_DELAY_MAX = 30.0  # seconds that a robots.txt may ask for instead; a host that wants more is left alone
CONCURRENT_REQUESTS = 256  # over all hosts: many portals at once, each of them slowly, and some of them hang
SCHEDULER_PRIORITY_QUEUE = "crawler.network.turns.FairQueue"  # no portal takes the places of others
DOWNLOADER = "crawler.network.turns.Downloader"  # counts for it
REQUEST_FINGERPRINTER_CLASS = "crawler.network.fingerprints.Fingerprinter"  # keeps nothing
RETRY_TIMES = 2  # resets and 5xx pass; what fails three times is reported
RETRY_AFTER_DEFAULT = 30.0  # seconds that the whole host is left alone after a 429 that names none
RETRY_AFTER_MAX = 300.0  # seconds; a host that wants a longer wait rests for the run
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the spider says it, with the portal's name

# --- Bounds: a page can be anything ---------------------------------------------------------------------------------

DOWNLOAD_TIMEOUT = 60  # seconds for a whole response, so a body that drips ends too
DOWNLOAD_MAXSIZE = 20_000_000  # bytes, decompressed too; the largest report page seen is below 1 MB
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 10
URLLENGTH_LIMIT = 2_000  # characters; Scrapy's middleware would leave out longer ones in silence, ours says it
PORTALS_AT_ONCE = (
    1_000  # read at once; the next begins when one is done, so that memory does not grow with the registry
)
PORTAL_MAX_REQUESTS = 8_000  # of one portal, if its record sets none: a county with 30 townships needs some hundreds
FETCH_REPORTS = True  # False: columns are walked and reports counted, none is fetched (`scrapy portals`)
CONCURRENT_ITEMS = 2  # of one page: a report, and the links beside it; Scrapy starts so many tasks for every page
# Most of these portals are plain http, and many https ones have broken chains: a check would lose portals and protect
# no one, since nothing secret is sent. Switch it on where an intermediary is a concern.
DOWNLOAD_VERIFY_CERTIFICATES = False
TWISTED_DNS_RESOLVER = "crawler.network.resolver.PublicResolver"
# Hosts that may resolve to a private address, such as portals of an intranet. `scrapy crawl` adds those of `-a url=`, but
# none of the registry: of a thousand names, one that has expired may by now lead anywhere.
NAMED_HOSTS: list[str] = []

# --- Listings that only their own script writes (group `browser`) ---------------------------------------------------------

DOWNLOAD_HANDLERS = {
    "data": None,  # nothing but the web is fetched, whatever a page links or redirects to
    "file": None,
    "ftp": None,
    "s3": None,
    "http": "crawler.browser.handler.BrowserDownloadHandler",
    "https": "crawler.browser.handler.BrowserDownloadHandler",
}
BROWSER = ""  # path of Chromium; empty: its headless shell, or whichever is found
BROWSER_PAGES = 4  # shown at once, over all hosts
BROWSER_TIMEOUT = 300.0  # seconds for one listing with all its pages: each of its requests waits for its turn, too

# --- Reading pages ------------------------------------------------------------------------------------------------------

# Processes that read pages beside the crawl's own; 0: none, and it reads them itself. They begin when there is a page to read.
_CORES = os.cpu_count() or 1
EXTRACTION_PROCESSES = _CORES if _CORES > 1 else 0

# --- Documents: reports that lie in attachments (groups `documents` and `ocr`) ------------------------------------------

ATTACHMENTS = "needed"  # what is fetched: "needed" where the page lacks sections or tables, "all" that it lists, "none"
ATTACHMENT_MAXSIZE = 50_000_000  # bytes; scans are large
ATTACHMENT_TIMEOUT = 300.0  # seconds to fetch one: they are large, and lines are slow
DOCUMENT_PROCESSES = 0  # documents read at once, each in a process of its own; 0: as many as there are cores
DOCUMENT_TIMEOUT = 600.0  # seconds to read one; a scan takes some four a page, and more beside others
DOCUMENT_MEMORY = 4_000  # megabytes of addresses of such a process; libraries reserve more than they use
# Pages wait in memory while their documents are read: beyond this many bytes nothing is fetched.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 200_000_000

# --- Archive (group `archive`): what was fetched, to be read again without the network -----------------------------------

ARCHIVE = ""  # folder of WARC files; empty: none is kept
ARCHIVE_FILE_SIZE = 1_000_000_000  # bytes after which the next file begins: what tools and copies take well

# --- No doors ---------------------------------------------------------------------------------------------------------

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# tldextract would fetch its list with a blocking call; without cookies no component of ours needs it at all.
os.environ.setdefault("TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS", "")

# --- The journey of a page --------------------------------------------------------------------------------------------

DOWNLOADER_MIDDLEWARES = {
    # Requests go down, answers come up. Hosts first: what it refuses must not even cause a robots.txt request.
    "crawler.middlewares.hosts.HostsMiddleware": 40,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # ours knows each portal's own hosts
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # reports are public
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.waits.WaitMiddleware": 555,  # before Scrapy's retries: it asks when the host says
    "crawler.middlewares.walls.WallMiddleware": 560,  # before retries: a wall is not asked again
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.middlewares.refresh.RefreshMiddleware": 580,  # where Scrapy has its own
    "crawler.middlewares.encoding.EncodingMiddleware": 585,  # after decompression, before anything reads text
    "crawler.middlewares.wholeness.WholenessMiddleware": 595,  # before decompression, which would hide what is cut off
    "crawler.middlewares.walls.CookieWallMiddleware": 605,  # before redirects are followed
    "crawler.middlewares.archive.ArchiveMiddleware": 900,  # next to the network: answers as they came
}
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.archive.PagesMiddleware": 10,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # the spider says what it leaves out for it
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # the spider bounds depth, by columns
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,  # for spiders that copy meta
}
ITEM_PIPELINES = {
    "crawler.pipelines.page.PagePipeline": 100,
    "crawler.pipelines.documents.DocumentsPipeline": 220,
    "crawler.pipelines.years.YearsPipeline": 250,
    "crawler.pipelines.checks.ChecksPipeline": 300,
    "crawler.pipelines.ledger.LedgerPipeline": 400,
}
EXTENSIONS = {
    "scrapy.extensions.feedexport.FeedExporter": None,
    "crawler.extensions.feeds.WholeFeedExporter": 0,
    "crawler.extensions.summary.Summary": 500,
    "crawler.extensions.progress.Progress": 510,
    "crawler.extensions.run_report.RunReport": 520,
    "crawler.extensions.ledger.LedgerKeeper": 530,
    "crawler.extensions.sharing.Sharing": 540,
}

# --- The ledger: what every crawl has seen and read ---------------------------------------------------------------------

# File, or address of a database (postgresql://…); empty: none, and nothing can be resumed.
LEDGER = os.environ.get("NIANBAO_LEDGER", "ledger.sqlite")
RESUME_DAYS = 7  # a run that was broken off is gone on with by the next start of its scope, unless it began before that
CLOSED_YEARS_DAYS = 180  # with since=last: days, on average, until a report of a closed year is asked for again
REREAD_DAYS = 365  # with since=last: each page is read as if it were new once in so many days; 0: never

# --- Several machines: docs/scale.md (group `redis`, and a ledger in PostgreSQL) ------------------------------------------

SHARED = os.environ.get("NIANBAO_SHARED", "")  # Redis in which workers share a run, as redis://HOST/0; empty: no others
# Seconds after which the portals of a worker that is not heard of are another's; no less than CRAWL_DELAY_MAX, since the other
# one does not know when a host was asked last.
SHARED_LEASE = 120.0

# --- Feeds --------------------------------------------------------------------------------------------------------------

FEED_STORAGES = {
    "": "crawler.exporters.feedstorage.WholeFileStorage",
    "file": "crawler.exporters.feedstorage.WholeFileStorage",
}
FEED_EXPORTERS = {
    **dict.fromkeys(("jsonl", "jsonlines", "jl"), "crawler.exporters.lines.LinesExporter"),
    "json": "crawler.exporters.lines.ArrayExporter",
    "csv": "crawler.exporters.cells.CellsCsvExporter",
    "parquet": "crawler.exporters.parquet.ParquetExporter",
    "xlsx": "crawler.exporters.workbook.WorkbookExporter",
}
FEED_EXPORT_ENCODING = "utf-8"  # Chinese stays readable; the CSV exporter adds the mark that spreadsheets need
FEED_CHANGES_ONLY = False  # True: only reports that are new or have changed since the last run; all: `scrapy export`
FEED_EXPORT_INDENT = 0  # JSON: one item a line

# --- Watching: docs/operations.md ------------------------------------------------------------------------------------------

RUN_REPORT = ""  # file for the run's report, as JSON: its health, and of each portal state, counts, columns and faults
ALARMS = ""  # file of thresholds; empty: crawler/watching/alarms.toml
ALARM_WEBHOOK = os.environ.get("NIANBAO_ALARM_WEBHOOK", "")  # address that alarms are posted to; it may hold a token
ALARM_WEBHOOK_TIMEOUT = 20.0  # seconds

# --- Log ----------------------------------------------------------------------------------------------------------------

LOG_LEVEL = "INFO"
LOG_JSON = False  # True: JSON Lines with time, level, logger, portal, url and message
LOG_FORMATTER = "crawler.logs.logformat.PortalLogFormatter"
LOGSTATS_INTERVAL = 300.0  # seconds; a terminal has a progress line of its own
STATS_DUMP = False  # the summary says it; -s STATS_DUMP=True for all numbers
