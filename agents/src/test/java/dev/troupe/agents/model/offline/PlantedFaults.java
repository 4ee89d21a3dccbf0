package dev.troupe.agents.model.offline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Plants one fault in a sound draft, each in its own way and in whatever text the draft has. */
final class PlantedFaults {

  /** Changes what a reviewer is given; empty where the draft offers no place for this fault. */
  interface Mutator {
    Optional<ObjectNode> plant(ObjectNode reviewed);
  }

  record Planted(String fault, String name, Mutator mutator) {
    @Override
    public String toString() {
      return fault + ": " + name;
    }
  }

  private static final Pattern CLAIM =
      Pattern.compile("(?m)^(- )?([^|#\\n-][^|\\n]*?) \\[(\\d+)\\]$");
  private static final Pattern SECTION =
      Pattern.compile("(?ms)^## (?!Sources)(?!In more detail)[^\\n]+\\n.*?(?=^## )");

  static final List<Planted> ALL =
      List.of(
          new Planted(
              "unsupported-claim", "an invention behind a real citation", PlantedFaults::invent),
          new Planted("unsupported-claim", "a denial of what the source says", PlantedFaults::deny),
          new Planted(
              "unsupported-claim", "a sentence that cites nothing", PlantedFaults::addUncited),
          new Planted(
              "unsupported-claim", "another word in the place of one", PlantedFaults::replaceWord),
          new Planted("wrong-citation", "two numbers exchanged", PlantedFaults::exchangeNumbers),
          new Planted("wrong-citation", "another document named", PlantedFaults::renameDocument),
          new Planted("wrong-citation", "a number that leads nowhere", PlantedFaults::citeNothing),
          new Planted("wrong-citation", "another claim's passage", PlantedFaults::movePassage),
          new Planted("missing-sub-question", "a section cut out", PlantedFaults::cutSection),
          new Planted(
              "missing-sub-question",
              "a heading with nothing under it",
              PlantedFaults::emptySection),
          new Planted(
              "missing-sub-question", "a section and its question", PlantedFaults::cutQuestion),
          new Planted(
              "missing-sub-question", "a no-answer to what was answered", PlantedFaults::giveUp),
          new Planted("repetition", "a claim again, word for word", PlantedFaults::repeat),
          new Planted(
              "repetition", "a claim again under a new number", PlantedFaults::repeatRenumbered),
          new Planted(
              "repetition", "a claim again without its end", PlantedFaults::repeatShortened),
          new Planted("repetition", "a table row again", PlantedFaults::repeatRow),
          new Planted("altered-number", "a digit in the text", PlantedFaults::alterText),
          new Planted(
              "altered-number", "a number everywhere in the draft", PlantedFaults::alterEverywhere),
          new Planted("altered-number", "a number in a table row", PlantedFaults::alterRow),
          new Planted(
              "altered-number", "a number in the list of sources", PlantedFaults::alterSource));

  private PlantedFaults() {}

  private static ObjectNode draft(ObjectNode reviewed) {
    return (ObjectNode) reviewed.path("draft");
  }

  private static String markdown(ObjectNode reviewed) {
    return draft(reviewed).path("markdown").asText();
  }

  private static String body(ObjectNode reviewed) {
    return markdown(reviewed).substring(0, markdown(reviewed).indexOf("## Sources"));
  }

  private static Optional<ObjectNode> changed(ObjectNode reviewed, String markdown) {
    if (markdown.equals(markdown(reviewed))) return Optional.empty();
    draft(reviewed).put("markdown", markdown);
    return Optional.of(reviewed);
  }

  private static Optional<ObjectNode> withBody(ObjectNode reviewed, String body) {
    var sources = markdown(reviewed).substring(markdown(reviewed).indexOf("## Sources"));
    return changed(reviewed, body + sources);
  }

  private record Found(String line, String text, String number) {}

  private static List<Found> claims(ObjectNode reviewed) {
    var claims = new ArrayList<Found>();
    var matcher = CLAIM.matcher(body(reviewed));
    while (matcher.find()) {
      var isPhrase = matcher.group(2).matches("(?:Answered|More|Another|The sources).*");
      if (!isPhrase) claims.add(new Found(matcher.group(), matcher.group(2), matcher.group(3)));
    }
    return claims;
  }

  private static Optional<Found> claim(ObjectNode reviewed) {
    return claims(reviewed).stream().filter(one -> one.text().length() > 40).findFirst();
  }

  private static Optional<ObjectNode> invent(ObjectNode reviewed) {
    return claim(reviewed)
        .flatMap(one ->
            withBody(
                reviewed,
                body(reviewed)
                    .replace(
                        one.line(),
                        one.line()
                            + "\n- Every team that tried this was satisfied within a quarter. ["
                            + one.number()
                            + "]")));
  }

  private static Optional<ObjectNode> deny(ObjectNode reviewed) {
    for (var one : claims(reviewed)) {
      var denied = one.text().replaceFirst(" (is|are|can|should|must|to) ", " $1 not ");
      if (!denied.equals(one.text()))
        return withBody(reviewed, body(reviewed).replace(one.text() + " [", denied + " ["));
    }
    return Optional.empty();
  }

  private static Optional<ObjectNode> addUncited(ObjectNode reviewed) {
    return withBody(reviewed, body(reviewed) + "This is widely regarded as best practice.\n\n");
  }

  private static Optional<ObjectNode> replaceWord(ObjectNode reviewed) {
    return claim(reviewed)
        .flatMap(one -> {
          var words = new ArrayList<>(List.of(one.text().split(" ", -1)));
          words.set(words.size() / 2, "spreadsheets");
          var changed = String.join(" ", words) + " [";
          return withBody(reviewed, body(reviewed).replace(one.text() + " [", changed));
        });
  }

  private static Optional<ObjectNode> exchangeNumbers(ObjectNode reviewed) {
    var claims = claims(reviewed);
    if (claims.size() < 2) return Optional.empty();
    var one = claims.getFirst();
    var other = claims.getLast();
    var exchanged =
        body(reviewed)
            .replace(one.text() + " [" + one.number() + "]", one.text() + " [#]")
            .replace(
                other.text() + " [" + other.number() + "]",
                other.text() + " [" + one.number() + "]")
            .replace("[#]", "[" + other.number() + "]");
    return withBody(reviewed, exchanged);
  }

  private static Optional<ObjectNode> renameDocument(ObjectNode reviewed) {
    var citation = (ObjectNode) draft(reviewed).path("citations").path(0);
    var document = citation.path("document").asText();
    var number = "- [" + citation.path("number").asInt() + "] ";
    citation.put("document", "another.md");
    return changed(reviewed, markdown(reviewed).replace(number + document, number + "another.md"));
  }

  private static Optional<ObjectNode> citeNothing(ObjectNode reviewed) {
    return claim(reviewed)
        .flatMap(one ->
            withBody(
                reviewed,
                body(reviewed)
                    .replace(one.text() + " [" + one.number() + "]", one.text() + " [97]")));
  }

  private static Optional<ObjectNode> movePassage(ObjectNode reviewed) {
    var citations = draft(reviewed).path("citations");
    var first = (ObjectNode) citations.path(0);
    for (var other : citations) {
      if (other.path("passage").equals(first.path("passage"))) continue;
      first.set("passage", other.path("passage"));
      return Optional.of(reviewed);
    }
    return Optional.empty();
  }

  private static Optional<String> lastSection(ObjectNode reviewed) {
    var sections = SECTION.matcher(markdown(reviewed)).results().map(one -> one.group()).toList();
    var cited = sections.stream().filter(one -> one.contains("[")).toList();
    return cited.size() < 2 ? Optional.empty() : Optional.of(cited.getLast());
  }

  private static Optional<ObjectNode> cutSection(ObjectNode reviewed) {
    return lastSection(reviewed)
        .flatMap(section -> changed(reviewed, markdown(reviewed).replace(section, "")));
  }

  private static Optional<ObjectNode> emptySection(ObjectNode reviewed) {
    return lastSection(reviewed)
        .flatMap(section -> {
          var heading = section.lines().findFirst().orElseThrow() + "\n\n";
          return changed(reviewed, markdown(reviewed).replace(section, heading));
        });
  }

  private static Optional<ObjectNode> cutQuestion(ObjectNode reviewed) {
    var questions = (ArrayNode) reviewed.path("questions");
    return lastSection(reviewed)
        .flatMap(section -> {
          for (var at = questions.size() - 1; at >= 0; at--) {
            if (section.startsWith("## " + questions.path(at).asText())) questions.remove(at);
          }
          return changed(reviewed, markdown(reviewed).replace(section, ""));
        });
  }

  private static Optional<ObjectNode> giveUp(ObjectNode reviewed) {
    draft(reviewed).put("outcome", "no-answer").putArray("citations");
    return changed(reviewed, "The documents searched do not answer this question.\n");
  }

  private static Optional<ObjectNode> repeat(ObjectNode reviewed) {
    return claim(reviewed).flatMap(one -> withBody(reviewed, body(reviewed) + one.line() + "\n\n"));
  }

  private static Optional<ObjectNode> repeatRenumbered(ObjectNode reviewed) {
    var claim = claim(reviewed);
    if (claim.isEmpty()) return Optional.empty();
    var number = draft(reviewed).path("citations").size() + 1;
    var citations = (ArrayNode) draft(reviewed).path("citations");
    var source = "- [" + claim.get().number() + "] ";
    var line =
        markdown(reviewed).lines().filter(one -> one.startsWith(source)).findFirst().orElseThrow();
    var same = (ObjectNode) citations.path(Integer.parseInt(claim.get().number()) - 1).deepCopy();
    citations.add(same.put("number", number));
    var body = body(reviewed) + claim.get().text() + " [" + number + "]\n\n";
    withBody(reviewed, body);
    return changed(
        reviewed, markdown(reviewed) + line.replace(source, "- [" + number + "] ") + "\n");
  }

  private static Optional<ObjectNode> repeatShortened(ObjectNode reviewed) {
    for (var one : claims(reviewed)) {
      var words = one.text().split(" ", -1);
      if (words.length < 12) continue;
      var beginning = String.join(" ", List.of(words).subList(0, words.length - 3));
      return withBody(reviewed, body(reviewed) + beginning + " [" + one.number() + "]\n\n");
    }
    return Optional.empty();
  }

  private static Optional<String> row(ObjectNode reviewed, String containing) {
    return body(reviewed)
        .lines()
        .filter(one -> one.matches("\\|.*" + containing + ".*\\| \\[\\d+\\] \\|"))
        .findFirst();
  }

  private static Optional<ObjectNode> repeatRow(ObjectNode reviewed) {
    return row(reviewed, "")
        .flatMap(row -> withBody(reviewed, body(reviewed).replace(row, row + "\n" + row)));
  }

  private static String altered(String text) {
    var digit = Pattern.compile("\\d").matcher(text);
    return digit.replaceFirst(found -> String.valueOf((Integer.parseInt(found.group()) + 3) % 10));
  }

  private static Optional<ObjectNode> alterText(ObjectNode reviewed) {
    for (var one : claims(reviewed)) {
      if (!one.text().matches(".*\\d.*")) continue;
      return withBody(
          reviewed, body(reviewed).replace(one.text() + " [", altered(one.text()) + " ["));
    }
    return Optional.empty();
  }

  private static Optional<ObjectNode> alterEverywhere(ObjectNode reviewed) {
    for (var one : claims(reviewed)) {
      if (!one.text().matches(".*\\d.*")) continue;
      for (var citation : draft(reviewed).path("citations")) {
        if (citation.path("quote").asText().equals(one.text()))
          ((ObjectNode) citation).put("quote", altered(one.text()));
      }
      return changed(reviewed, markdown(reviewed).replace(one.text(), altered(one.text())));
    }
    return Optional.empty();
  }

  private static Optional<ObjectNode> alterRow(ObjectNode reviewed) {
    return row(reviewed, "\\d.*\\|.*")
        .flatMap(row -> withBody(reviewed, body(reviewed).replace(row, altered(row))));
  }

  private static Optional<ObjectNode> alterSource(ObjectNode reviewed) {
    var sources = markdown(reviewed).substring(markdown(reviewed).indexOf("## Sources"));
    for (var line : sources.lines().toList()) {
      var at = line.lastIndexOf(": “");
      if (at < 0 || !line.substring(at).matches(".*\\d.*")) continue;
      var wrong = line.substring(0, at) + altered(line.substring(at));
      return changed(reviewed, markdown(reviewed).replace(line, wrong));
    }
    return Optional.empty();
  }
}
