"""The help, room by room, in plain words."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "home": (
        "Home",
        (
            "Home says what this quarter still needs, in the order in which you would do it. Each line has a button that goes there.",
            "The quarter being reported is the oldest one whose return is not sent yet, not the calendar's. On 6 October you still report July to September.",
            "Going stale counts the actions nobody has written about for two quarters. Urgent actions underway is the 1.7 test of a priority directorate. Every chart can be shown as a table.",
            "The question mark beside a number, or Alt+W, names the rows behind it: which actions, which values with their source, which evidence. Enter goes there.",
        ),
    ),
    "plan": (
        "Plan",
        (
            "My actions is your directorate plan. Enter opens the chosen action, Escape goes back to the list, Left and Right fold a pillar. The buttons above the table show only what is left this quarter, due, urgent or in need of attention.",
            "The cascade holds all 61 actions of the corporate plan. Adopt takes an action into your plan with the KPIs a directorate can report; Decline asks why. Both work on several at once. Decide again takes a decline back.",
            "Edition says which edition of the corporate plan is in force and replaces it from Excel or CSV. You see first what is added, changed and withdrawn and what that means for your own actions. Where an action only seems to be renumbered, say that it is another one. Your actions keep their history; a withdrawn one stays, marked, and goes on if a later edition has it again. Taking an edition cannot be undone; a verified backup is made before.",
            "Take in a list brings in an old tracker from Excel or CSV, or rows pasted with Ctrl+V: say what its columns and words mean, then see every row with what becomes of it. Colours cannot be read. What is not in the list is not touched, and one undo takes all of it back.",
            "Add action is for what is your own: a director's commitment, an urgent response, a maturity improvement, what came out of feedback. It gets a number that begins with your directorate's letters.",
            "Status says how far an action is; paused and will not do need a reason. Confidence says whether it will be done in time; it is asked only of what is still to be done.",
            "A date that moves needs a reason. The first date stays on record, and how often it moved is counted. Without a date of your own, the end of the plan's time band holds.",
            "Beneath the details lie four more parts: kind, year and budget; blocks and links; the SMARTIE check; evidence. Fill in what helps you. Nobody asks for them; only what blocks an action that is at risk or off track is told in the return.",
            "Evidence is a note, a link or a file. Drop files onto the open action, or press Add evidence; Use existing takes what another action has. A file is copied into your leadapp file and opened as a copy. After twelve months it is out of date; give it a new day once you have looked at it again. The Evidence tab lists all of it.",
            "Pace shows how far actions are by kind and by year of the theory of change. Where no year was chosen, the first date says it. Budgets are summed up as core and temporary.",
            "Milestones, owner and service stand under Details. They are never missing. Remove this action takes away its updates and values as well; it can be undone.",
        ),
    ),
    "grid": (
        "Services",
        (
            "Some KPIs are shared by your services: managers trained, services that meet a standard. The Services tab of Plan holds each as a grid. Type a service's numerator and denominator, or yes and not yet where services themselves are counted. n/a says that the KPI does not concern a service; it then leaves the base.",
            "The sum stands beneath the grid and is the directorate's value for the quarter, with “By service: 6 of 8 services” as its source. If you type another figure in the quarter round, yours stays, both places say that it differs, and Use the sum takes the sum.",
            "Typing begins a cell. Enter goes down, Tab right, Up and Down go on; Delete empties what is chosen, Ctrl+D repeats the first row in those below. Ctrl+V takes a block from Excel: it is shown first, with what cannot be used; Enter keeps it, Escape leaves everything as it was. Rows that begin with the names of your services find them in any order.",
            "Break down adds a number or share of your own to the list; Not by service any more takes one off it and keeps what was filled in. For frontline certificates (3.11) the grid also asks when the next one runs out, and tells those of the next quarter.",
            "Figures by service stay in your file: the return holds the directorate's figure only, because small services could be worked out.",
        ),
    ),
    "registers": (
        "Registers",
        (
            "Four small registers that the plan asks for: impact assessments (2.4), accountability agreements (1.9), consultations of the network (1.10, 3.4) and listening sessions attended (4.3). Type the first words into the line above the table and press Enter; the next line can follow at once. The rest stands in the form beside it.",
            "The line under the name says what the quarter's lines count, such as “2.4.K1: 7 of 9 policies, 77.8%”; Where does this come from? names them. The quarter round offers the figure beside the KPI's boxes; Use these figures takes it. What you typed yourself is never replaced without that.",
            "An assessment counts in the quarter in which the policy or service was decided. A policy counts as done if its assessment is finished and records what communities said, or is marked as not needing it. An agreement counts once it is signed. Consultations and sessions count in the quarter they took place in.",
            "Agreements hold post, day and target, nothing of anybody's appraisal. Sessions hold what was taken away, never who said it. No register leaves the file; only counts do.",
        ),
    ),
    "round": (
        "Quarter round",
        (
            "The round goes through your actions one after another: last quarter's words above, this quarter's boxes below. Type the words, Ctrl+Enter goes on. Only status, confidence, words and the values that are due are asked for.",
            "Alt+N says “No change, because …”; the words after it are the reason. Alt+1, 2 and 3 set the confidence, Alt+S goes to the status, Alt+K to the next KPI value that is asked for.",
            "Stop anywhere. Everything is kept as you type, and the round goes on at the first action that still asks for something.",
            "What cannot be used yet, such as a date without its reason, is kept as you typed it and marked. It does not reach the return until it can be read.",
        ),
    ),
    "risks": (
        "Risks and triggers",
        (
            "A trigger is a question that leadapp asks when progress has stalled: nothing moved for two returns, a date passed or moved again, off track twice running, a KPI's month without a value, a KPI worse twice, evidence out of date, too few urgent actions underway. Answer each with an escalation or a recorded reason; it stands in the return with its answer. One whose cause goes away after you answered it stays with its answer.",
            "Trigger rules says in words when each rule fires. Change a number, or switch a rule off with a reason: the return names what is off. Rules look at the quarter being reported and at earlier returns, never at what is typed for the next one.",
            "A risk may block an action, an issue blocks it now. How likely times how bad gives a score from 1 to 25: 15 and more is high, 6 to 12 medium. “It happened” closes a risk and goes on with it as an issue. Close asks why. Numbers such as R3 are given once.",
            "An escalation has one clear ask and goes up the route, place by place: Move up sends it on, and each place keeps when it was sent and what came of it. It closes once its decision or result is written. The names of the three places stand in Settings. The challenge log keeps what oversight bodies asked and the answer given.",
            "Type a first line above a list and press Enter; the rest stands in the form beside it and is kept as you type. The pane of an action shows its risks and escalations and begins new ones.",
        ),
    ),
    "return": (
        "Return",
        (
            "The headline has three texts; each says something, if only “nothing to report, because …”.",
            "Check your answers runs at any time and blocks nothing. What it finds is listed in the return as well. Wording is only a suggestion: it is never missing and never in the return.",
            "The return holds the headline, every action with status, confidence, update and dates, every KPI value with its trend, the 1.7 test of a priority directorate, and what is missing. Preview shows it as it will be drawn.",
            "The five steps at the top say where it stands. One button leads on: sign it, record who confirmed it and how, submit it. leadapp records that; it is no digital signature. “Checked” is done while nothing is missing; it holds nothing up. A signed return is read-only; Reopen makes it a draft again and lets the signatures fall.",
            "Submitting asks only that each headline text says something. It freezes the return: record and documents stay as they left, with the SHA-256 that the cover prints. It cannot be undone. The next quarter is reported from then on; updates written later go beneath.",
            "Correct it begins a new revision with the same texts and your reason. Correct an action adds words beneath the old ones, sets the state it should have had, and changes the values of that quarter; the plan of today stays. It is signed and submitted like the first, and prints what changed. What was submitted stays; choose the revision under Returns to read and export it.",
            "Ask owners makes a small workbook for each action owner, about her own actions alone; the texts of the e-mails lie beside them. leadapp sends nothing. Read answers, or drop their folder there: you see every answer before it is taken, what cannot be used and why, and who is silent. Where you wrote too, both are shown; yours stays unless you choose the owner's (Space, or Enter and the choice). An empty box changes nothing. A form that holds answers is never written over.",
            "A value that moved by 25 points or more, or doubled or halved, is named: it may be a slip of the keyboard. It may well be right; look once more.",
            "Excel and PDF are drawn from the same record, so they say the same. “Draft” stands on every page until you submit. leadapp sends nothing: copy the text of the e-mail, attach the two files, send them as you send everything else.",
            "For whom chooses what is drawn: the full return for the Action Group; the version for staff and their networks, which names nobody and tells nothing of risks, owners' notes and reasons; or one page for a board pack. What such readers must not see is not in the file at all. Names that the file knows are taken out of your texts; a name that stands only there is yours to find, so read it through first.",
            "The workbook of the full return carries its data on a hidden sheet. Read a return back, in the File menu, says whether the data is whole and which visible cells were changed since. That finds accidents and careless edits, not forgery.",
            "Commitments open with what was promised for this quarter: say kept, part kept or not kept with the arrow keys, and why. Beneath stands what you promise for the next one, with an owner and an action where there is one. Once a return is signed its promises keep their words; the next return tells what became of them.",
            "Since the last return counts what changed; What changed lists all of it, and Enter opens the action. Actions are followed even where their number changed. Of a number that is not shown because it is small, no difference is told.",
            "Returns shows an earlier quarter as it was submitted. One that was marked as sent with an earlier leadapp is told from its own updates, values and dates. If a workbook is open in Excel, close it there before you export over it.",
            "The year rolls the returns of a year up into your part of the annual report. What was submitted is told as it was submitted, the running quarter as it stands now, and what is missing is said on the cover; “Draft” stands on every page until all four are submitted. A share is never averaged, a small number that a return hides stays hidden, and owners and risks are left out. Write the introduction, case studies (each tells of one action) and what comes next. The comment of the community representatives is theirs: it is printed as it was given.",
            "Handover makes one document for whoever leads after you: what is open, what falls due in the next twelve months, people by post, how a quarter works here, decisions with their reasons, where the evidence lies. Your note opens it: write what the file cannot know. It names people, so give it to the next lead only.",
        ),
    ),
    "history": (
        "History",
        (
            "Every change is kept: when, who, from what, to what. Undo goes back step by step, also tomorrow and after a restart.",
            "Narrow it down by action, field, person and days, or type words; the words are looked for in the texts themselves. With one action chosen, the card at the top says how it stood at the end of any past quarter.",
            "A change opens beside the list with everything from and to. Restore this value puts one value back; Bring it back returns what was removed. Both are steps of their own and can be undone. A date put back counts as moved.",
            "Remove this text takes every earlier wording out of the history for good; who and when stay. It asks first, names the backups that still hold it, and cannot be undone.",
            "Ctrl+Z inside a text undoes typing; anywhere else it undoes the last step, whose name stands in the Edit menu and at the foot of the page.",
            "An undo is a change, too, so nothing is ever lost by it. Only setting up the file and restoring a backup cannot be undone; a restore keeps what was there as a backup.",
        ),
    ),
    "settings": (
        "Settings",
        (
            "Colours, text size and the focus ring belong to this computer. Everything else belongs to the file and goes with it when you hand it over.",
            "Month 0 can be set and changed at any time; every date that hangs on it moves along. The first quarter reported is where this file begins.",
            "A service can be removed when no action belongs to it.",
            "House words are remarked on beneath your texts: the agreed term, the reason, a button. Nothing is changed by itself. Switch a rule off, add your own words with their reason, and add the official titles that stay as they are. What you keep on purpose is not mentioned again until you close the file.",
        ),
    ),
    "words": (
        "Month 0, parts and KPIs",
        (
            "Month 0 is the day the programme starts. The corporate plan never dates it, so your council or you do. With Month 0 on 1 January 2026, Month 3 ends on 31 March and Month 9 on 30 September 2026. Until it is set, dates read “Month 9” and nothing of the corporate plan counts as due.",
            "A quarter is a quarter of the council's year, April to March: 2026-27-Q2 is July to September 2026. Its return is due some days later, 9 unless you change it.",
            "Your part in a corporate action. Own: your directorate does it itself. Named: the plan names your directorate. Contribute: another post leads and you do your share. Report: another post leads and you send figures or words. Aware: nothing to do, but good to know. Parts are our reading, not the council's; change them freely.",
            "Kinds of KPI. Number: type it. Share: type how many and out of how many; the percentage is worked out. Yes or no, and done once: choose; once reached, it is not asked again. Direction: type the number, and the trend says where it goes. Survey: wave, question, how many were asked and answered, or “Not yet measured” and why. A survey result is never ticked from belief.",
            "A KPI is asked for from the quarter it falls due, and every quarter once it has been measured. The others are there to fill in if you have them.",
        ),
    ),
    "file": (
        "Your file, a new computer, a new lead",
        (
            "Everything is in one file that ends in .leadapp. It lies in a folder of your own on this computer; About, below, says where. Keep the file you work in out of OneDrive and other synced folders: they may copy half of it. Backups may lie there.",
            "Moving to a new computer, or handing over: press Back up now below, take the newest backup to the other computer, and choose Restore a backup at its first start. Plan, history and undo come along. A new lead changes name and post in Settings.",
            "If leadapp says that your file is open elsewhere, close the window on the computer it names. Nothing is locked for good: after a crash, just open the file again. Two people cannot work in one file at once, and two copies do not come together again.",
            "If a file is damaged or from a newer leadapp, leadapp says so and changes nothing. Restore a backup, or install the newer version.",
        ),
    ),
    "privacy": (
        "Privacy",
        (
            "Nothing leaves this computer. leadapp makes no network call, asks for no account and looks for no updates. What leaves is what you export and send yourself.",
            "Nothing about anyone's ethnicity, health or experience of racism has a field in leadapp. Point people to the council's speak-out route. Do not write names into updates, and copy no file as evidence that tells who experienced racism; write what was heard, and from what kind of person.",
            "Where a KPI counts people and its value lies between 1 and 9, the return says “fewer than 10” and holds no figure, in Excel, PDF and data alike. Your own words are not changed: look through them before you send.",
        ),
    ),
}
KEYS = (
    ("Ctrl+1, 2, 3, 4", "Home, Plan, Risks, Return"),
    ("Ctrl+H", "History"),
    ("Ctrl+,", "Settings"),
    ("Ctrl+K", "Search everything, from three letters; Up and Down choose, Enter goes there"),
    ("Ctrl+F", "Filter the table"),
    ("Ctrl+R", "Quarter round"),
    ("Ctrl+Enter, Ctrl+Shift+Enter", "Next action in the round, previous action"),
    ("Alt+1, 2, 3", "On track, at risk, off track"),
    ("Alt+N", "No change, because …"),
    ("Alt+S", "Go to the status"),
    ("Alt+K", "Go to the next KPI value that is asked for"),
    ("Alt+Down", "Open the calendar of a date, or the choices of a box"),
    ("Ctrl+E", "Export the return"),
    ("Ctrl+I", "Take in a list of actions"),
    ("Ctrl+Shift+E, Ctrl+Shift+C", "Export what the table shows; copy it as a table"),
    ("Ctrl+Shift+P", "Copy the action that is open, for a paper"),
    ("Ctrl+Z", "Undo; inside a text it undoes typing"),
    ("Ctrl+Y, Ctrl+Shift+Z", "Do it again"),
    ("Enter, Escape", "Open the chosen row; back to the table"),
    (
        "Ctrl+V, Ctrl+D, Delete",
        "In the grid of services: paste a block, fill down, empty; Delete in a register or in Risks removes the line",
    ),
    ("Left, Right", "Fold and open a group of the table"),
    ("Menu key, Shift+F10", "What can be done with the chosen row"),
    ("Ctrl+C, Ctrl+V", "Copy the chosen rows, for Excel or Word; paste rows as actions"),
    ("Space", "In the answers of owners: take the owner's, or keep yours"),
    ("T", "On a chart: show it as a table, and back"),
    ("Tab, Shift+Tab", "Next and previous field, also out of a text"),
    ("Alt+W", "Where does this come from? The rows behind the numbers of Home and of the return"),
    ("F6", "From rail to page to search"),
    ("F7", "In a text: the next misspelt word, with what may have been meant"),
    ("Ctrl+N, Ctrl+O", "New or sample file, open a file"),
    ("Ctrl+Q", "Close; what you typed is kept"),
    ("Ctrl++, Ctrl+-, Ctrl+0", "Larger, smaller, normal text"),
    ("F1", "Help for this room"),
)
LICENCES = (
    "Qt and PySide6 (LGPL 3), SQLAlchemy, Alembic, openpyxl, platformdirs (MIT), reportlab (BSD), Python (PSF), SQLite (public domain), "
    "Noto Sans (SIL Open Font License 1.1), DejaVu Sans (Bitstream Vera and Arev licences). The spelling extra: pyenchant (LGPL 2.1)."
)
