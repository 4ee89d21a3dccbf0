package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.TeamSettings;
import java.util.Set;

/**
 * Workflow {@code team} as it is configured: a role that the router may choose is a state of its
 * own, so that what is bound to nothing is found before a task begins.
 */
public final class TeamWorkflow {
  static final String NAME = "team";
  static final String OTHER_STATE = "Ask ";

  /** States of the definition that know what these are given, and what to make of it. */
  private static final Set<String> OF_ITS_OWN =
      Set.of("planner", "researcher", "writer", "reviewer");

  private static final String OTHER =
      """
      {
        "Type": "Task",
        "Resource": "agent:NAME",
        "Arguments": {
          "goal": "{% $goal %}",
          "task": "{% $task %}",
          "questions": "{% $questions %}",
          "research": "{% $research %}",
          "draft": "{% $draft %}",
          "comments": "{% $comments %}"
        },
        "Assign": {
          "idle": "{% $idle + 1 %}",
          "notes": "{% [$append($notes, {'fault': 'note', 'where': '', 'text': 'NAME: ' & ($type($states.result) = 'string' ? $states.result : $string($states.result))})] %}",
          "news": { "role": "NAME", "brought": "{% $states.result %}" }
        },
        "Retry": [
          { "ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 2, "MaxAttempts": 2, "BackoffRate": 2.0, "MaxDelaySeconds": 30 }
        ],
        "Next": "Who decides"
      }
      """;

  private TeamWorkflow() {}

  /**
   * @param template the definition with the roles of its own and nobody allowed yet
   */
  public static JsonNode configured(JsonNode template, TeamSettings settings) {
    JsonNode definition = template.deepCopy();
    var begin = (ObjectNode) definition.at("/States/Begin/Assign");
    begin.put("turnsAtMost", settings.turns());
    begin.put("stallTurns", settings.stallTurns());
    var allowed = begin.putArray("roles");
    settings
        .roles()
        .forEach((name, does) -> {
          allowed.addObject().put("name", name).put("does", does);
          if (!OF_ITS_OWN.contains(name)) {
            add(definition, name);
          }
        });
    return definition;
  }

  private static void add(JsonNode definition, String name) {
    var state = OTHER_STATE + name;
    ((ObjectNode) definition.path("States")).set(state, Json.parse(OTHER.replace("NAME", name)));
    ((ArrayNode) definition.at("/States/Who is next/Choices"))
        .addObject()
        .put("Condition", "{%% $next = '%s' %%}".formatted(name))
        .put("Next", state);
  }
}
