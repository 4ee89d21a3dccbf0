package dev.troupe.supervisor.workflow;

import dev.troupe.supervisor.workflow.DataFlow.Placement;
import dev.troupe.supervisor.workflow.DataFlow.Selection;
import dev.troupe.supervisor.workflow.jsonpath.ReferencePath;

/** Reads the fields through which a state's data flows. */
final class FlowReader {
  private FlowReader() {}

  static DataFlow read(Fields fields) {
    return switch (fields.language()) {
      case JSONATA ->
          new DataFlow.OfJsonata(fields.template("Arguments"), fields.template("Output"));
      case JSONPATH ->
          new DataFlow.OfJsonPath(
              selection(fields, "InputPath"),
              fields.template("Parameters"),
              fields.template("ResultSelector"),
              placement(fields),
              selection(fields, "OutputPath"));
    };
  }

  /** Of a Map: its Parameters are an older name of ItemSelector, and no part of the flow. */
  static DataFlow ofMap(Fields fields) {
    return switch (read(fields)) {
      case DataFlow.OfJsonata jsonata -> jsonata;
      case DataFlow.OfJsonPath flow ->
          new DataFlow.OfJsonPath(
              flow.inputPath(), null, flow.resultSelector(), flow.resultPath(), flow.outputPath());
    };
  }

  /** Of a catcher: only where the error goes. */
  static DataFlow ofCatcher(Fields catcher) {
    return switch (catcher.language()) {
      case JSONATA -> new DataFlow.OfJsonata(null, catcher.template("Output"));
      case JSONPATH ->
          new DataFlow.OfJsonPath(Selection.WHOLE, null, null, placement(catcher), Selection.WHOLE);
    };
  }

  private static Selection selection(Fields fields, String field) {
    if (fields.json().path(field).isNull()) {
      return Selection.NOTHING;
    }
    var path = fields.purePath(field);
    return path == null ? Selection.WHOLE : Selection.at(path);
  }

  private static Placement placement(Fields fields) {
    var field = "ResultPath";
    if (fields.json().path(field).isNull()) {
      return Placement.NOWHERE;
    }
    var source = fields.has(field) ? fields.text(field) : null;
    if (source == null) {
      return Placement.INSTEAD;
    }
    try {
      return Placement.at(ReferencePath.compile(source));
    } catch (IllegalArgumentException invalid) {
      fields.fault(field, "Not a path like \"$.a.b\": " + invalid.getMessage());
      return Placement.INSTEAD;
    }
  }
}
