package dev.troupe.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TeamDisplayTest {
  private static final List<String> EVENTS =
      List.of(
          event("00", "step-assigned", "{'assignment':1,'role':'planner','input':{'goal':'g'}}"),
          event(
              "01",
              "step-returned",
              "{'assignment':1,'output':{'questions':['one?','two?']},'usage':{'modelCalls':1}}"),
          event(
              "01",
              "step-assigned",
              "{'assignment':2,'role':'researcher','input':{'question':'one?'}}"),
          event(
              "02",
              "step-returned",
              "{'assignment':2,'output':{'claims':[{},{}]},'usage':{'modelCalls':1,'inputTokens':9}}"),
          event("02", "step-assigned", "{'assignment':3,'role':'reviewer','input':{}}"),
          event(
              "03",
              "step-returned",
              "{'assignment':3,'output':{'approved':false,'comments':[{'fault':'repetition',"
                  + "'text':'said\\u001b[2J twice'}]}}"),
          event(
              "03", "step-assigned", "{'assignment':4,'role':'writer','input':{'comments':[{}]}}"),
          event(
              "04",
              "step-failed",
              "{'assignment':4,'error':'Model.Timeout','cause':'too slow',"
                  + "'usage':{'modelCalls':1,'inputTokens':2}}"),
          event("05", "task-completed", "{'outcome':'NO_ANSWER'}"));

  private static String shown(String... events) {
    var bytes = new ByteArrayOutputStream();
    var display =
        new PlainDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, "g");
    Stream.of(events).forEach(event -> display.event(Json.parse(event)));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void what_was_called_off_is_added_once_the_task_tells_of_it() {
    var bytes = new ByteArrayOutputStream();
    var display =
        new PlainDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, "g");
    EVENTS.forEach(event -> display.event(Json.parse(event)));
    var before = bytes.toString(StandardCharsets.UTF_8);

    display.settled(Json.parse("{\"usage\": {\"modelCalls\": 3, \"inputTokens\": 11}}"));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).as("nothing more").isEqualTo(before);
    display.settled(
        Json.parse(
            "{\"usage\": {\"modelCalls\": 5, \"inputTokens\": 11, \"cost\": {\"amount\": 0.25, \"currency\": \"USD\"},"
                + " \"roles\": {\"researcher\": {\"modelCalls\": 5, \"inputTokens\": 11}}}}"));

    assertThat(bytes.toString(StandardCharsets.UTF_8).substring(before.length()).lines())
        .containsExactly(
            "with what was called off · 5.0 s · 5 model calls · 11 tokens · USD 0.250000",
            "  researcher 5 model calls · 11 tokens");
  }

  @Test
  void says_in_plain_lines_who_did_what() {
    var bytes = new ByteArrayOutputStream();
    var display =
        new PlainDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, "the goal");
    EVENTS.forEach(event -> display.event(Json.parse(event)));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains(
            "goal: the goal",
            "planner    splits the question",
            "2 sub-questions",
            "- two?",
            "researcher 2 claims · one?",
            "reviewer   refused",
            "- repetition: said [2J twice",
            "writer     revises after 1 comment",
            "- Model.Timeout: too slow",
            "no-answer · 5.0 s · 3 model calls · 11 tokens");
  }

  @Test
  void shows_who_was_chosen_why_and_what_the_workflow_made_of_it() {
    var shown =
        shown(
            event("00", "step-assigned", "{'assignment':1,'role':'router','input':{}}"),
            event(
                "01",
                "step-returned",
                "{'assignment':1,'output':{'next':'ghost','why':'It knows.'}}"),
            event(
                "01",
                "state-exited",
                "{'state':'Refused','output':{'decision':{'refused':'ghost','why':'No such role.'}}}"),
            event(
                "01",
                "state-exited",
                "{'state':'Stalled','output':{'decision':{'next':'the static plan','why':'Nothing new.'}}}"));

    assertThat(shown)
        .contains(
            "router     chooses who is next",
            "router     ghost: It knows.",
            "workflow   refuses 'ghost': No such role.",
            "workflow   goes on by the static plan: Nothing new.");
  }

  @Test
  void shows_whom_an_agent_asks_while_it_stays_at_its_step() {
    var shown =
        shown(
            event("00", "step-assigned", "{'assignment':1,'role':'lead','input':{}}"),
            event(
                "01",
                "approval-requested",
                "{'assignment':1,'approval':'t.1.1.1','question':'Pay?','asked':{'assignment':1}}"),
            event("02", "approval-decided", "{'approval':'t.1.1.1','status':'approved'}"),
            event("03", "agent-called", "{'assignment':2,'role':'scout','input':'Look.'}"),
            event("04", "agent-call-ended", "{'assignment':2,'output':'Seen.','usage':{}}"),
            event("05", "step-returned", "{'assignment':1,'output':{},'usage':{}}"));

    assertThat(shown)
        .contains(
            "people     Pay? · answer by: troupe approve t.1.1.1 (or reject)",
            "people     approved",
            "scout      works",
            "scout      done",
            "lead       done");
  }

  @Test
  void shows_a_planned_workflow_and_how_to_read_it() {
    var shown =
        shown(
            event(
                "00",
                "step-assigned",
                "{'assignment':1,'role':'workflow-planner','input':{'faults':''}}"),
            event(
                "01",
                "step-returned",
                "{'assignment':1,'output':{'why':'Short.','workflow':{'States':{'A':{},'B':{}}}}}"),
            event(
                "02",
                "step-assigned",
                "{'assignment':2,'role':'plan:run','roleHash':'abc','input':{'Definition':{'States':{'A':{},'B':{}}}}}"),
            event(
                "03",
                "step-returned",
                "{'assignment':2,'output':{'task':'t-1','outcome':'answered','output':{}}}"));

    assertThat(shown)
        .contains(
            "writes a workflow",
            "2 states: Short.",
            "runs it: A, B · troupe workflow show abc",
            "answered · task t-1");
  }

  @Test
  void tells_people_how_to_answer() {
    var bytes = new ByteArrayOutputStream();
    var display =
        new PlainDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, "the goal");
    Stream.of(
            event("00", "step-assigned", "{'assignment':1,'role':'human:approval','input':{}}"),
            event(
                "00",
                "approval-requested",
                "{'assignment':1,'approval':'t.1.1','question':'Pay?'}"),
            event("01", "step-returned", "{'assignment':1,'output':{'decision':'approve'}}"),
            event(
                "02",
                "approval-requested",
                "{'assignment':2,'approval':'t.2.1','question':'And this?'}"),
            event(
                "03",
                "step-failed",
                "{'assignment':2,'error':'Approval.Rejected','cause':'too\\u001b[2J much'}"))
        .forEach(event -> display.event(Json.parse(event)));
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "goal: the goal",
            "[  0.0 s] people     Pay? · answer by: troupe approve t.1.1 (or reject)",
            "[  1.0 s] people     approved",
            "[  2.0 s] people     And this? · answer by: troupe approve t.2.1 (or reject)",
            "[  3.0 s] people     rejected",
            "                     - too [2J much");
  }

  @Test
  void cuts_the_live_picture_to_the_terminal() {
    var work = new TeamWork();
    EVENTS.forEach(event -> work.apply(Json.parse(event)));
    var picture = new LivePicture("a goal that is much longer than forty columns can ever hold");
    List<String> lines =
        picture.lines(
            work, Map.of(), new Drafts(), Instant.parse("2026-11-20T10:00:09Z"), 0, 40, 9);
    assertThat(lines).hasSizeLessThan(9);
    assertThat(lines.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(40))
        .anySatisfy(line -> assertThat(line).startsWith("✗ writer     revises"));
  }

  @Test
  void shows_what_is_under_way_with_its_time() {
    var work = new TeamWork();
    work.apply(Json.parse(EVENTS.getFirst()));
    List<String> lines =
        new LivePicture("g")
            .lines(
                work,
                Map.of(1, "asking"),
                new Drafts(),
                Instant.parse("2026-11-20T10:00:02Z"),
                0,
                80,
                24);
    assertThat(lines.get(1)).endsWith("planner    splits the question · 2.0 s · asking");
  }

  @Test
  void shows_the_last_words_of_what_is_being_written_on_a_line_below_its_step() {
    var work = new TeamWork();
    work.apply(Json.parse(EVENTS.getFirst()));
    var drafts = new Drafts();
    drafts.wrote(delta(1, 0, "markdown", "# Head\\n" + "word ".repeat(30)));
    drafts.wrote(delta(1, 158, "markdown", "and\\u001b[2J the end"));

    assertThat(lineBelow(work, drafts)).startsWith("             …").endsWith("and [2J the end");
    assertThat(lineBelow(work, drafts)).hasSizeLessThan(60);

    drafts.wrote(delta(2, 0, "json", "{12"));
    drafts.wrote(delta(2, 3, "json", "345"));
    assertThat(lineBelow(work, drafts).strip()).isEqualTo("6 characters of JSON");

    drafts.forget(1);
    assertThat(lineBelow(work, drafts)).contains("0 model calls");
  }

  private static String lineBelow(TeamWork work, Drafts drafts) {
    return new LivePicture("g")
        .lines(work, Map.of(), drafts, Instant.parse("2026-11-20T10:00:02Z"), 0, 60, 24)
        .get(2)
        .replaceAll("\u001b\\[[0-9;]*m", "");
  }

  private static JsonNode delta(int call, long at, String kind, String text) {
    return Json.parse(
        "{\"assignment\":1,\"role\":\"writer\",\"attempt\":1,\"call\":%d,\"kind\":\"%s\",\"at\":%d,\"text\":\"%s\"}"
            .formatted(call, kind, at, text));
  }

  @Test
  void prints_what_is_written_line_by_line_where_that_is_asked_for() {
    var bytes = new ByteArrayOutputStream();
    var display =
        new PlainDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, "the goal");
    assertThat(display.showsWriting()).isTrue();
    display.event(
        Json.parse(event("00", "step-assigned", "{'assignment':1,'role':'writer','input':{}}")));
    display.wrote(delta(1, 0, "text", "One li"));
    display.wrote(delta(1, 6, "text", "ne.\\nHalf"));
    display.tookBack(
        Json.parse("{\"assignment\":1,\"role\":\"writer\",\"text\":\"It broke off.\"}"));
    display.wrote(delta(1, 0, "text", "word ".repeat(21) + "rest"));
    display.notice(Json.parse("{\"about\":\"deltas\",\"text\":\"Too slow.\"}"));
    display.event(
        Json.parse(event("01", "step-returned", "{'assignment':1,'output':'x','usage':{}}")));

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsSubsequence(
            "[  0.0 s] writer     drafts",
            "          writer     | One line.",
            "          writer     | Half",
            "          writer     | (It broke off.)",
            "          writer     | " + "word ".repeat(20).strip(),
            "troupe: Too slow.",
            "          writer     | word rest");
  }

  private static String event(String second, String type, String data) {
    return "{\"sequence\":1,\"at\":\"2026-11-20T10:00:"
        + second
        + "Z\",\"type\":\""
        + type
        + "\",\"data\":"
        + data.replace('\'', '"')
        + "}";
  }
}
