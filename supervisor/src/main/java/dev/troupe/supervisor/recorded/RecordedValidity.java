package dev.troupe.supervisor.recorded;

import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.util.List;

/** A definition that has to be accepted, or refused. */
public record RecordedValidity(String name, String definition, String expected)
    implements RecordedLine {

  @Override
  public List<Mismatch> judge() {
    return switch (WorkflowReader.read(definition)) {
      case Reading.Sound _ ->
          expected.equals("valid")
              ? List.of()
              : List.of(new Mismatch("validity", expected, "valid"));
      case Reading.Faulty(var faults) ->
          expected.equals("invalid")
              ? List.of()
              : List.of(new Mismatch("validity", expected, "invalid: " + faults));
    };
  }
}
