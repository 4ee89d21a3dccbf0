package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import org.junit.jupiter.api.Test;

class StandingTextTest {
  private static JsonNode json(String withSingleQuotes) {
    return Json.parse(withSingleQuotes.replace('\'', '"'));
  }

  @Test
  void says_the_goal_and_who_can_be_chosen_once() {
    var input =
        json(
            """
            {'goal':'How?','turn':1,'turnsAtMost':20,'news':{},'questions':[],'draft':null,
             'roles':[{'name':'critic','does':'Looks for holes.'}]}
            """);

    assertThat(StandingText.of(input, true))
        .isEqualTo(
            """
            Goal: How?

            Whom you may choose:
            - critic: Looks for holes.
            - done: the work is finished, the draft goes out as it is.

            Nothing is done yet.

            Sub-questions: none yet.
            Draft: none yet.

            Turn 1 of 20: who works next, and why?
            """);
    assertThat(StandingText.of(input, false)).startsWith("Nothing is done yet.");
  }

  @Test
  void tells_findings_whole_and_the_rest_in_figures() {
    var input =
        json(
            """
            {'turn':4,'turnsAtMost':9,
             'news':{'role':'researcher','brought':[
               {'question':'Why?','claims':['It saves time.','It costs.']},
               {'question':'When?','claims':[]}]},
             'questions':[{'question':'Why?','claims':2},{'question':'Who?','claims':null}],
             'draft':{'outcome':'answered','citations':3,'reviewed':true,'approved':false,
                      'reviews':1,'comments':2}}
            """);

    assertThat(StandingText.of(input, false))
        .isEqualTo(
            """
            What the researcher has brought:
            Why?
            - It saves time.
            - It costs.
            When?
            - (nothing found)

            Sub-questions:
            - Why? (2 claims)
            - Who? (not researched)
            Draft: 3 citations, refused by the reviewer with 2 comments; reviews so far: 1.

            Turn 4 of 9: who works next, and why?
            """);
  }

  @Test
  void tells_a_refused_choice_and_a_draft_word_for_word() {
    var refused = json("{'news':{'refused':'There is no role x.'},'questions':[],'draft':null}");
    var draft = json("{'news':{'role':'writer','brought':'# So [1]'},'questions':[],'draft':{}}");

    assertThat(StandingText.of(refused, false))
        .startsWith("Your choice was refused. There is no role x.\n");
    assertThat(StandingText.of(draft, false))
        .startsWith("What the writer has brought:\n# So [1]\n")
        .contains("Draft: 0 citations, not reviewed yet.");
  }
}
