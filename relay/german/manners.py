"""German for how relay and a website get on with each other, and for how a source is; see `relay.german`."""

from __future__ import annotations

MANNERS = {
    # ingestion/embargo.py
    "These releases of the source {source} have a date in the future, and are posted only then:\n{releases}": (
        "Diese Pressemitteilungen der Quelle {source} tragen ein Datum in der Zukunft und werden erst dann "
        "veröffentlicht:\n{releases}"
    ),
    "• {title}: {when}": "• {title}: {when}",
    "{one}\n\n{other}": "{one}\n\n{other}",
    # sources/http.py
    "{host} asked for a pause, which is not over yet": "{host} hat um eine Pause gebeten, die noch nicht vorbei ist",
    # sources/robots.py
    "the robots.txt of {website} keeps relay from its page": (
        "die robots.txt von {website} hält relay von der Seite fern"
    ),
    "the robots.txt of {website} cannot be read, so its pages are not read for now: {why}": (
        "die robots.txt von {website} ist nicht lesbar, deshalb werden die Seiten vorerst nicht gelesen: {why}"
    ),
    # press/source_notices.py
    "The source {id} cannot be read: {problem}\nLast read: {last}\n\n{web}": (
        "Die Quelle {id} ist nicht lesbar: {problem}\nZuletzt gelesen: {last}\n\n{web}"
    ),
    "The website says that the source {id} was removed for good (410), so relay asks for it only once a week now. If "
    "it "
    "has a new address, write that into the configuration as url; if it is back at the old one, start relay anew."
    "\n\n{web}": (
        "Die Website meldet, dass die Quelle {id} endgültig entfernt wurde (410). relay fragt sie deshalb nur noch "
        "einmal "
        "in der Woche ab. Hat sie eine neue Adresse, tragen Sie sie in der Konfiguration als url ein; gibt es sie "
        "unter "
        "der alten wieder, starten Sie relay neu.\n\n{web}"
    ),
    "The source {id} has moved for good to another website: {to}\nrelay follows it there each time. If that is right, "
    "write the new address into the configuration as url.": (
        "Die Quelle {id} ist dauerhaft auf eine andere Website umgezogen: {to}\nrelay folgt ihr jedes Mal dorthin. "
        "Wenn "
        "das stimmt, tragen Sie die neue Adresse in der Konfiguration als url ein."
    ),
    "The website's robots.txt keeps programs away from the pages of the source {id}, so posts say only what its feed "
    "says. For the web team: please allow the User-agent relay in robots.txt.\nA page, for example: {url}": (
        "Die robots.txt der Website hält Programme von den Seiten der Quelle {id} fern. Beiträge sagen deshalb nur, "
        "was "
        "im Feed steht. Für das Web-Team: Bitte erlauben Sie in der robots.txt den User-agent relay.\nEine der Seiten: "
        "{url}"
    ),
    "The source {id} is quiet for much longer than usual: nothing new since {day}. It can be read, so perhaps the "
    "website no longer puts its releases there.\n\n{web}": (
        "Die Quelle {id} schweigt viel länger als sonst: seit {day} nichts Neues. Lesbar ist sie; vielleicht stellt "
        "die "
        "Website ihre Pressemitteilungen dort nicht mehr ein.\n\n{web}"
    ),
    "The source {id} brings releases again.": "Die Quelle {id} bringt wieder Pressemitteilungen.",
    "The source {id} can be read, but is empty: it had entries, and has none any more. relay looks at it as often as "
    "ever.\n\n{web}": (
        "Die Quelle {id} ist lesbar, aber leer: Sie hatte Einträge und hat jetzt keine mehr. relay sieht so oft nach "
        "wie immer.\n\n{web}"
    ),
    "The source {id} has entries again.": "Die Quelle {id} hat wieder Einträge.",
    # feed/mend.py
    "It has no entries any more, though it had some.": "Sie hat keine Einträge mehr, obwohl sie welche hatte.",
    # feed/parse.py
    "The feed breaks off before its end; what would follow was left out.": (
        "Der Feed bricht vor seinem Ende ab; was folgen würde, fehlt."
    ),
    # feed/sitemap.py
    "the sitemap lists no address": "die Sitemap nennt keine Adresse",
    "The sitemap breaks off before its end; what would follow was left out.": (
        "Die Sitemap bricht vor ihrem Ende ab; was folgen würde, fehlt."
    ),
    # feed/health.py
    "your feed": "Ihr Feed",
    "your page with the list of releases": "Ihre Seite mit der Liste der Pressemitteilungen",
    "your sitemap": "Ihre Sitemap",
    "status 200 and a feed: XML in the format RSS or Atom, or a JSON Feed": (
        "Status 200 und ein Feed: XML im Format RSS oder Atom, oder ein JSON Feed"
    ),
    "status 200 and the HTML page that lists the releases": (
        "Status 200 und die HTML-Seite mit der Liste der Pressemitteilungen"
    ),
    "status 200 and a sitemap: XML as sitemaps.org describes it": (
        "Status 200 und eine Sitemap: XML, wie es sitemaps.org beschreibt"
    ),
    "For the web team: {what}\nAddress: {url}\nExpected: {expected}\nReceived: {received}\nLast looked at: {asked}; "
    "last "
    "time it was well: {success}\n{advice}": (
        "Für das Web-Team: {what}\nAdresse: {url}\nErwartet: {expected}\nErhalten: {received}\nZuletzt nachgesehen: "
        "{asked}; zuletzt in Ordnung: {success}\n{advice}"
    ),
    "in your feed": "in Ihrem Feed",
    "on your page with the list of releases": "auf Ihrer Seite mit der Liste der Pressemitteilungen",
    "in your sitemap": "in Ihrer Sitemap",
    "For the web team: nothing new has appeared {where} since {day}.\nAddress: {url}\nPlease check whether new press "
    "releases still reach it: a full cache, an expired job, a category that was renamed.": (
        "Für das Web-Team: Seit {day} ist {where} nichts Neues erschienen.\nAdresse: {url}\nBitte prüfen Sie, ob neue "
        "Pressemitteilungen noch dorthin gelangen: Steht ein Cache, läuft ein Auftrag nicht mehr, wurde eine Rubrik "
        "umbenannt?"
    ),
    "since {since} {subject} delivers HTML instead of XML.": "Seit {since} liefert {subject} HTML statt XML.",
    "since {since} {subject} is behind a Cloudflare challenge.": (
        "Seit {since} ist {subject} nur noch hinter einer Cloudflare-Prüfung erreichbar."
    ),
    "since {since} {subject} delivers {kind} instead of XML.": "Seit {since} liefert {subject} {kind} statt XML.",
    "since {since} {subject} is empty.": "Seit {since} ist {subject} leer.",
    "since {since} {subject} no longer has the releases where they were.": (
        "Seit {since} enthält {subject} die Pressemitteilungen nicht mehr an der bisherigen Stelle."
    ),
    "a Cloudflare challenge (status {status}), which only browsers pass": (
        "eine Cloudflare-Prüfung (Status {status}), die nur Browser bestehen"
    ),
    "status {status}": "Status {status}",
    "a sitemap without them": "eine Sitemap ohne sie",
    "a page without them": "eine Seite ohne sie",
    "Please exempt this address, or the User-Agent that begins with relay/, from Cloudflare's challenge.": (
        "Bitte nehmen Sie diese Adresse oder den User-Agent, der mit relay/ beginnt, von der Cloudflare-Prüfung aus."
    ),
    "Was the website rebuilt? Then please tell us where the releases are now.": (
        "Wurde die Website umgebaut? Dann nennen Sie uns bitte, wo die Pressemitteilungen jetzt stehen."
    ),
    "Please open the address in a browser without being logged in.": (
        "Bitte öffnen Sie die Adresse im Browser, ohne angemeldet zu sein."
    ),
    "Please open the address in a browser without being logged in: the XML should be whole.": (
        "Bitte öffnen Sie die Adresse im Browser, ohne angemeldet zu sein: Das XML sollte vollständig sein."
    ),
    "For the web team: there are no entries any more {where}, though there were some.\nAddress: {url}\nPlease check "
    "where it takes its press releases from: an empty cache, a database that does not answer, a category that was "
    "renamed.": (
        "Für das Web-Team: Es steht {where} kein Eintrag mehr, obwohl es welche gab.\nAdresse: {url}\nBitte prüfen "
        "Sie, woher die Pressemitteilungen dort kommen: Ist ein Cache leer, antwortet eine Datenbank nicht, wurde eine "
        "Rubrik umbenannt?"
    ),
    "since {since} {subject} answers with the error {status}.": (
        "Seit {since} antwortet {subject} mit dem Fehler {status}."
    ),
    "since {since} {subject} cannot be read.": "Seit {since} ist {subject} nicht lesbar.",
    "{time} today": "heute, {time} Uhr",
    "{day}, {time}": "{day}, {time} Uhr",
    "Please make the address public: it asks for a password.": (
        "Bitte machen Sie die Adresse öffentlich: Sie verlangt ein Passwort."
    ),
    "Please let the User-Agent that begins with relay/ pass the firewall and the protection against bots.": (
        "Bitte lassen Sie den User-Agent, der mit relay/ beginnt, durch Firewall und Bot-Schutz."
    ),
    "Please restore the address, redirect it with status 301 to the new one, or tell us the new one.": (
        "Bitte stellen Sie die Adresse wieder her, leiten Sie sie mit Status 301 auf die neue weiter, oder nennen "
        "Sie uns "
        "die neue."
    ),
    "Please tell us the new address, if there is one, or redirect the old one with status 301.": (
        "Bitte nennen Sie uns die neue Adresse, falls es eine gibt, oder leiten Sie die alte mit Status 301 weiter."
    ),
    "Please allow one request every few minutes from this User-Agent, or tell us how often is fine.": (
        "Bitte erlauben Sie diesem User-Agent alle paar Minuten eine Anfrage, oder nennen Sie uns einen passenden "
        "Abstand."
    ),
    "Please check whether the server is up, and whether a firewall keeps relay's address out.": (
        "Bitte prüfen Sie, ob der Server läuft und ob eine Firewall die Adresse von relay aussperrt."
    ),
    "Please look into the server's error log at that time.": (
        "Bitte sehen Sie im Fehlerprotokoll des Servers zu dieser Zeit nach."
    ),
    "Please renew the certificate, and send the intermediate certificates with it.": (
        "Bitte erneuern Sie das Zertifikat, und liefern Sie die Zwischenzertifikate mit aus."
    ),
    "Please check what is delivered at this address to programs without cookies and JavaScript.": (
        "Bitte prüfen Sie, was unter dieser Adresse Programme ohne Cookies und JavaScript bekommen."
    ),
    "Please open the address in a browser without being logged in, and check it at validator.w3.org/feed.": (
        "Bitte öffnen Sie die Adresse im Browser, ohne angemeldet zu sein, und prüfen Sie sie mit "
        "validator.w3.org/feed."
    ),
    # commands/status.py
    "of these wait for their time: {count}, the next until {at}": (
        "davon warten auf ihren Zeitpunkt: {count}, die nächste bis {at}"
    ),
    "usually": "üblich",
    "about {count} releases a month; days from one to the next: {days}": (
        "etwa {count} Pressemitteilungen im Monat; Tage von einer zur nächsten: {days}"
    ),
    "has moved for good, and is read at": "dauerhaft umgezogen, gelesen wird",
    "perhaps moved to": "vielleicht umgezogen nach",
    "quiet for much longer than usual": "schweigt viel länger als sonst",
    "removed for good (410): asked once a week, and when relay is started anew": (
        "endgültig entfernt (410): Abfrage einmal in der Woche und nach einem Neustart von relay"
    ),
    "its pages are closed to programs (robots.txt): posts say what the feed says": (
        "die Seiten sind für Programme gesperrt (robots.txt): Beiträge sagen, was im Feed steht"
    ),
}
