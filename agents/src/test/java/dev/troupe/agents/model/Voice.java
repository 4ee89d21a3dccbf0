package dev.troupe.agents.model;

import java.util.List;

/** How two protocols say the same things, event by event. */
enum Voice {
  OPENAI {
    @Override
    String provider() {
      return "openai";
    }

    @Override
    String begin() {
      return data(
          "{'id':'c-1','model':'m-2','choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}");
    }

    @Override
    String text(String text) {
      return data("{'id':'c-1','choices':[{'index':0,'delta':{'content':'%s'}}]}".formatted(text));
    }

    @Override
    String multiLineText(String text) {
      return "data: {\"id\":\"c-1\",\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"%s\"}}]}\n\n"
          .formatted(text);
    }

    @Override
    String tool(List<String> argumentFragments) {
      var events =
          new StringBuilder(
              data(
                  "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'t-1','type':'function','function':{'name':'weather','arguments':''}}]}}]}"));
      for (var fragment : argumentFragments) {
        events.append(
            data(
                "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'%s'}}]}}]}"
                    .formatted(fragment)));
      }
      return events.toString();
    }

    @Override
    String finish(String reason) {
      return data(
          "{'choices':[{'index':0,'delta':{},'finish_reason':'%s'}]}"
              .formatted(reason.equals("tool") ? "tool_calls" : "stop"));
    }

    @Override
    String usage() {
      return data(
          "{'choices':[],'usage':{'prompt_tokens':11,'completion_tokens':7,'total_tokens':18}}");
    }

    @Override
    String end() {
      return "data: [DONE]\n\n";
    }

    @Override
    String error() {
      return data("{'error':{'message':'the engine is too busy','type':'server_error'}}");
    }

    @Override
    String badJson() {
      return data("{'choices':[{'index':0,'delta':{'content':");
    }
  },

  ANTHROPIC {
    @Override
    String provider() {
      return "anthropic";
    }

    @Override
    String begin() {
      return event(
              "message_start",
              "{'type':'message_start','message':{'id':'msg_1','model':'m-2','role':'assistant','content':[],'usage':{'input_tokens':11,'output_tokens':1}}}")
          + event(
              "content_block_start",
              "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}");
    }

    @Override
    String text(String text) {
      return event(
          "content_block_delta",
          "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'%s'}}"
              .formatted(text));
    }

    @Override
    String multiLineText(String text) {
      return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\ndata: \"delta\":{\"type\":\"text_delta\",\"text\":\"%s\"}}\n\n"
          .formatted(text);
    }

    @Override
    String tool(List<String> argumentFragments) {
      var events =
          new StringBuilder(
              event(
                  "content_block_start",
                  "{'type':'content_block_start','index':1,'content_block':{'type':'tool_use','id':'t-1','name':'weather','input':{}}}"));
      for (var fragment : argumentFragments) {
        events.append(
            event(
                "content_block_delta",
                "{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':'%s'}}"
                    .formatted(fragment)));
      }
      return events
          .append(event("content_block_stop", "{'type':'content_block_stop','index':1}"))
          .toString();
    }

    @Override
    String finish(String reason) {
      return event("content_block_stop", "{'type':'content_block_stop','index':0}")
          + event(
              "message_delta",
              "{'type':'message_delta','delta':{'stop_reason':'%s'}}"
                  .formatted(reason.equals("tool") ? "tool_use" : "end_turn"));
    }

    @Override
    String usage() {
      return event(
          "message_delta", "{'type':'message_delta','delta':{},'usage':{'output_tokens':7}}");
    }

    @Override
    String end() {
      return event("message_stop", "{'type':'message_stop'}");
    }

    @Override
    String error() {
      return event(
          "error",
          "{'type':'error','error':{'type':'overloaded_error','message':'the engine is too busy'}}");
    }

    @Override
    String badJson() {
      return event("content_block_delta", "{'type':'content_block_delta','index':0,'delta':{");
    }
  };

  abstract String provider();

  abstract String begin();

  abstract String text(String text);

  abstract String multiLineText(String text);

  /** With the fragments' quotes escaped for a JSON string. */
  abstract String tool(List<String> argumentFragments);

  /**
   * @param reason "tool" or "stop"
   */
  abstract String finish(String reason);

  /** By itself, behind all else but the end. */
  abstract String usage();

  abstract String end();

  abstract String error();

  abstract String badJson();

  String hello() {
    return begin() + text("Hel") + text("lo") + finish("stop") + usage() + end();
  }

  private static String data(String json) {
    return "data: %s\n\n".formatted(json.replace('\'', '"'));
  }

  private static String event(String name, String json) {
    return "event: %s\n%s".formatted(name, data(json));
  }
}
