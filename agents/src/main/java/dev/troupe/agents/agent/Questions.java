package dev.troupe.agents.agent;

import dev.troupe.agents.Ask;
import dev.troupe.agents.agent.ToolCheck.Checked;
import dev.troupe.agents.agent.ToolCheck.Found;
import dev.troupe.agents.tool.AskingTool;
import dev.troupe.agents.tool.ToolFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one reply asks of others, apart from what tools here do. */
final class Questions {
  private final List<Ask> asks = new ArrayList<>();
  private final Map<ToolPlace, String> unfit = new LinkedHashMap<>();
  private final List<Checked> others = new ArrayList<>();

  Questions(List<Checked> checked) {
    for (var each : checked) {
      if (each instanceof Found found
          && found.fault().isEmpty()
          && found.known().tool() instanceof AskingTool tool) {
        ask(found, tool);
      } else {
        others.add(each);
      }
    }
  }

  private void ask(Found found, AskingTool tool) {
    try {
      asks.add(tool.ask(found.place().call(), found.place().place(), found.input()));
    } catch (ToolFailure cannot) {
      unfit.put(found.place(), String.valueOf(cannot.getMessage()));
    }
  }

  List<Ask> asks() {
    return List.copyOf(asks);
  }

  /** What cannot be asked, with a text for the model. */
  Map<ToolPlace, String> unfit() {
    return unfit;
  }

  /** For tools here. */
  List<Checked> others() {
    return others;
  }
}
