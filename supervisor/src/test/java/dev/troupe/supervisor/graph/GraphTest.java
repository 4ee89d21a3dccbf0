package dev.troupe.supervisor.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.supervisor.graph.Layout.Link;
import dev.troupe.supervisor.graph.Layout.Size;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class GraphTest {
  private static final String MACHINE =
      """
      {"StartAt":"Look","States":{
        "Look":{"Type":"Choice","Default":"Both","Choices":[
          {"And":[{"Variable":"$.kind","StringEquals":"a\\"b"},{"Variable":"$.n","NumericGreaterThanPath":"$.m"}],"Next":"Each"},
          {"Not":{"Variable":"$.x","IsPresent":true},"Next":"Look"}]},
        "Each":{"Type":"Map","ItemProcessor":{"StartAt":"One","States":{
          "One":{"Type":"Task","Resource":"agent:writer","End":true}}},
          "Catch":[{"ErrorEquals":["A","B"],"Next":"Sorry"}],"Next":"Both"},
        "Both":{"Type":"Parallel","End":true,"Branches":[
          {"StartAt":"L","States":{"L":{"Type":"Wait","Seconds":3,"End":true}}},
          {"StartAt":"R","States":{"R":{"Type":"Succeed"}}}]},
        "Sorry":{"Type":"Fail","Error":"<none> & 'nothing'"}}}
      """;

  private static MachineGraph graph(String definition) {
    return switch (WorkflowReader.read(definition)) {
      case Reading.Sound(var workflow) -> MachineGraph.of(workflow);
      case Reading.Faulty(var faults) -> throw new AssertionError(faults);
    };
  }

  @Test
  void mermaid_has_subgraphs_dashed_catches_labelled_choices_and_nothing_unescaped() {
    assertThat(Mermaid.write(graph(MACHINE)))
        .isEqualTo(
            """
            flowchart TD
              s0((" "))
              s1{"Look<br/>Choice"}
              subgraph s2["Each<br/>Map"]
                s3((" "))
                s4["One<br/>Task: agent:writer"]
                s3 --> s4
                s5(((" ")))
                s4 --> s5
              end
              subgraph s6["Both<br/>Parallel"]
                subgraph s7["branch 1"]
                  s8((" "))
                  s9["L<br/>Wait: 3 s"]
                  s8 --> s9
                  s10(((" ")))
                  s9 --> s10
                end
                subgraph s11["branch 2"]
                  s12((" "))
                  s13(["R<br/>Succeed"])
                  s12 --> s13
                  s14(((" ")))
                  s13 --> s14
                end
              end
              s15(["Sorry<br/>Fail: #60;none#62; #38; 'nothing'"])
              s0 --> s1
              s1 -->|"#36;.kind = #34;a#92;#34;b#34; and #36;.n #62; #36;.m"| s2
              s1 -->|"not (#36;.x is present#41;"| s1
              s1 -->|"otherwise"| s6
              s2 --> s6
              s2 -.->|"A, B"| s15
              s16(((" ")))
              s6 --> s16
            """);
  }

  @Test
  void the_picture_is_sound_xml_with_every_name_in_it() throws Exception {
    var svg = SvgDrawing.draw("a <title>", graph(MACHINE));

    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(document.getDocumentElement().getTextContent())
        .contains("a <title>", "Look", "Each", "Both", "Sorry", "Task \u00b7 agent:writer", "A, B");
  }

  @Test
  void characters_that_xml_has_no_form_for_do_not_break_the_picture() {
    assertThat(Svg.escaped("a\u0000\ud800\uffff<&\"'")).isEqualTo("a???&lt;&amp;&quot;&#39;");
  }

  @RepeatedTest(40)
  void boxes_and_labels_never_overlap_and_no_way_runs_through_a_box(RepetitionInfo info) {
    var random = new Random(info.getCurrentRepetition());
    var count = 2 + random.nextInt(20);
    List<Size> sizes = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    for (var node = 0; node < count; node++) {
      sizes.add(new Size(20 + random.nextInt(300), 10 + random.nextInt(200)));
      if (node > 0) {
        links.add(new Link(random.nextInt(node), node, new Size(40, 15)));
      }
    }
    for (var more = 0; more < count; more++) {
      var from = random.nextInt(count);
      var to = random.nextInt(count);
      if (from != to) {
        links.add(new Link(from, to, random.nextBoolean() ? null : new Size(90, 30)));
      }
    }

    var layout = new Layout(sizes, links);

    List<Cell> cells = new ArrayList<>(layout.nodes());
    layout.routes().stream()
        .filter(route -> route.label() != null)
        .forEach(route -> cells.add(route.label()));
    for (var one : cells) {
      assertThat(cells).allMatch(other -> other == one || apart(one, other));
      assertThat(one.x - one.width / 2).isGreaterThanOrEqualTo(-0.01);
      assertThat(one.x + one.width / 2).isLessThanOrEqualTo(layout.size().width() + 0.01);
    }
    for (var route : layout.routes()) {
      for (var index = 1; index < route.points().size(); index++) {
        var from = route.points().get(index - 1);
        var to = route.points().get(index);
        assertThat(layout.nodes()).noneMatch(cell -> crosses(from, to, cell));
      }
    }
  }

  private static boolean apart(Cell one, Cell other) {
    return Math.abs(one.x - other.x) >= (one.width + other.width) / 2 - 0.01
        || one.y >= other.y + other.height
        || other.y >= one.y + one.height;
  }

  /** Every piece of a way stays between the columns and the rows of its two ends. */
  private static boolean crosses(Layout.Point from, Layout.Point to, Cell cell) {
    return Math.max(from.x(), to.x()) > cell.x - cell.width / 2
        && Math.min(from.x(), to.x()) < cell.x + cell.width / 2
        && Math.max(from.y(), to.y()) > cell.y + 0.01
        && Math.min(from.y(), to.y()) < cell.y + cell.height - 0.01;
  }
}
