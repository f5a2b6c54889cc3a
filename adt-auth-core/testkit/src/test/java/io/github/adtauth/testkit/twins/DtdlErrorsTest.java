package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invalid models get a DTDLParserError that names the element, and nothing is added. */
final class DtdlErrorsTest {
  private static TwinsFixture http;

  @BeforeAll
  static void start() throws IOException {
    http = new TwinsFixture(TwinsFixture.emulator());
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  /** The contents of one interface of DTDL v2, with single quotes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'@type':'Property','name':'9a','schema':'string'} | name",
        "{'@type':'Property','name':'a_','schema':'string'} | name",
        "{'@type':'Property','name':1,'schema':'string'} | name",
        "{'@type':'Property','schema':'string'} | name",
        "{'@type':['Property','Telemetry'],'name':'a','schema':'string'} | @type",
        "{'@type':['Property',1],'name':'a','schema':'string'} | @type",
        "{'name':'a','schema':'string'} | @type",
        "{'@type':['Property','Wonderful'],'name':'a','schema':'string'} | Wonderful",
        "{'@type':['Property','Temperature'],'name':'a','schema':'double'} | unit",
        "{'@type':['Property','Temperature'],'name':'a','schema':'double','unit':'metre'} | unit",
        "{'@type':['Property','Temperature'],'name':'a','schema':'string','unit':'kelvin'} | schema",
        "{'@type':'Property','name':'a','schema':'double','unit':'kelvin'} | unit",
        "{'@type':'Property','name':'a','schema':'double','writable':'yes'} | writable",
        "{'@type':'Property','name':'a','schema':{'@type':'Array','elementSchema':'double'}}"
            + " | Array",
        "{'@type':'Property','name':'a','schema':'point'} | point",
        "{'@type':'Property','name':'a','schema':'dtmi:no:no;1'} | dtmi:no:no;1",
        "{'@type':'Property','name':'a','schema':{'@type':'Object','fields':[]}} | fields",
        "{'@type':'Property','name':'a','schema':{'@type':'Object','fields':"
            + "[{'name':'x','schema':'double'},{'name':'x','schema':'double'}]}} | x",
        "{'@type':'Property','name':'a','schema':{'@type':'Enum','valueSchema':'double',"
            + "'enumValues':[{'name':'x','enumValue':1}]}} | valueSchema",
        "{'@type':'Property','name':'a','schema':{'@type':'Enum','valueSchema':'integer',"
            + "'enumValues':[{'name':'x','enumValue':'1'}]}} | enumValue",
        "{'@type':'Property','name':'a','schema':{'@type':'Enum','valueSchema':'string',"
            + "'enumValues':[{'name':'x','enumValue':'1'},{'name':'y','enumValue':'1'}]}}"
            + " | enumValue",
        "{'@type':'Property','name':'a','schema':{'@type':'Map',"
            + "'mapKey':{'name':'k','schema':'integer'},'mapValue':{'name':'v','schema':'string'}}}"
            + " | mapKey",
        "{'@type':'Property','name':'a','schema':{'@type':'Map',"
            + "'mapKey':{'name':'k','schema':'string'}}} | mapValue",
        "{'@type':'Property','name':'a','schema':{'@type':'Thing'}} | schema",
        "{'@type':'Property','name':'a','schema':{'@type':'Interface','@id':'dtmi:q:q;1'}} | schema",
        "{'@type':'Property','name':'a','schema':'string','dtmi:dtdl:property:schema;2':'string'}"
            + " | schema",
        "{'@type':'Property','name':'a','schema':'string','displayName':{'en':1}} | displayName",
        "{'@type':'Property','name':'a','schema':'string','displayName':{'not a tag':'x'}}"
            + " | displayName",
        "{'@type':'Property','name':'a','schema':'string','comment':5} | comment",
        "{'@type':'Property','name':'a','schema':'string','@id':'room'} | room",
        "{'@type':'Relationship','name':'a','target':'room'} | target",
        "{'@type':'Relationship','name':'a','minMultiplicity':1} | minMultiplicity",
        "{'@type':'Relationship','name':'a','maxMultiplicity':0} | maxMultiplicity",
        "{'@type':'Relationship','name':'a','maxMultiplicity':501} | maxMultiplicity",
        "{'@type':'Relationship','name':'a','maxMultiplicity':1.5} | maxMultiplicity",
        "{'@type':'Relationship','name':'a','properties':[{'@type':'Property','name':'p',"
            + "'schema':'string'},{'@type':'Property','name':'p','schema':'string'}]} | p",
        "{'@type':'Relationship','name':'a','properties':[{'name':'p','schema':'string'}]} | p",
        "{'@type':'Component','name':'a','schema':'string'} | schema",
        "{'@type':'Component','name':'a'} | schema",
        "{'@type':'Component','name':'a','schema':'dtmi:e:e;1'} | component",
        "{'@type':'Telemetry','name':'a'} | schema",
        "{'@type':'Command','name':'a','request':{'name':'r'}} | schema",
        "5 | contents"
      })
  void invalidContents_areRejected(String contents, String named) {
    String json =
        ("{'@id':'dtmi:e:e;1','@type':'Interface','@context':'dtmi:dtdl:context;2','contents':["
                + contents
                + "]}")
            .replace('\'', '"');

    reject("[" + json + "]", named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'@id':'dtmi:e:E','@type':'Interface','@context':'dtmi:dtdl:context;2' | dtmi:e:E",
        "'@id':'dtmi:e:_e;1','@type':'Interface','@context':'dtmi:dtdl:context;2' | dtmi:e:_e;1",
        "'@id':'dtmi:e:e;0','@type':'Interface','@context':'dtmi:dtdl:context;3' | dtmi:e:e;0",
        "'@id':'dtmi:e:e;1.0','@type':'Interface','@context':'dtmi:dtdl:context;3' | dtmi:e:e;1.0",
        "'@id':'dtmi:dtdl:e;1','@type':'Interface','@context':'dtmi:dtdl:context;3' | dtmi:dtdl:e",
        "'@id':7,'@type':'Interface','@context':'dtmi:dtdl:context;3' | identifer",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':"
            + "['dtmi:dtdl:context;3','dtmi:dtdl:extension:unknown;1'] | unknown",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':"
            + "['dtmi:dtdl:context;2','dtmi:dtdl:extension:quantitativeTypes;1'] | quantitativeTypes",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':['dtmi:dtdl:context;3',4] | @context",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':'dtmi:dtdl:context;2',"
            + "'extends':['dtmi:e:f;1','dtmi:e:g;1','dtmi:e:h;1'] | extends",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':'dtmi:dtdl:context;2',"
            + "'extends':'dtmi:e:e;1' | extends",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':'dtmi:dtdl:context;2','extends':5"
            + " | extends",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':'dtmi:dtdl:context;2',"
            + "'schemas':[{'@type':'Enum'}] | @id",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':'dtmi:dtdl:context;2',"
            + "'schemas':['string'] | schemas",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':'dtmi:dtdl:context;3','contents':"
            + "{'@type':['Property','Temperature'],'name':'a','schema':'double','unit':'kelvin'}"
            + " | Temperature",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':"
            + "['dtmi:dtdl:context;3','dtmi:dtdl:extension:annotation;1'],'contents':"
            + "{'@type':['Property','ValueAnnotation'],'name':'a','schema':'date','annotates':'b'}"
            + " | annotates",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':"
            + "['dtmi:dtdl:context;3','dtmi:dtdl:extension:streaming;1'],'contents':"
            + "{'@type':['Property','Streaming'],'name':'a','schema':'date','writable':true}"
            + " | writable",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':"
            + "['dtmi:dtdl:context;3','dtmi:dtdl:extension:historization;1'],'contents':"
            + "{'@type':['Relationship','Historized'],'name':'a'} | Historized",
        "'@id':'dtmi:e:e;1','@type':['Interface','Thing'],'@context':'dtmi:dtdl:context;2' | Thing",
        "'@id':'dtmi:e:e;1','@context':'dtmi:dtdl:context;2' | Interface",
        "'@id':'dtmi:e:e;1','@type':'Interface','@context':'dtmi:dtdl:context;3','schemas':"
            + "{'@id':'dtmi:e:a;1','@type':'Array','elementSchema':'dtmi:e:a;1'},'contents':"
            + "{'@type':'Property','name':'a','schema':'dtmi:e:a;1'} | depth"
      })
  void invalidInterface_isRejected(String members, String named) {
    reject("[{" + members.replace('\'', '"') + "}]", named);
  }

  @Test
  void cycle_isRejected() {
    reject(
        """
        [{"@id": "dtmi:e:f;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "extends": "dtmi:e:g;1"},
         {"@id": "dtmi:e:g;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "extends": "dtmi:e:f;1"}]
        """,
        "extends");
  }

  @Test
  void redefinedContent_isRejected() {
    reject(
        """
        [{"@id": "dtmi:e:f;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "contents": {"@type": "Property", "name": "mass", "schema": "double"}},
         {"@id": "dtmi:e:g;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "extends": "dtmi:e:f;1",
          "contents": {"@type": "Property", "name": "mass", "schema": "double"}}]
        """,
        "mass");
  }

  @Test
  void nestedComponents_areRejected() {
    reject(
        """
        [{"@id": "dtmi:e:f;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2"},
         {"@id": "dtmi:e:g;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "contents": {"@type": "Component", "name": "inner", "schema": "dtmi:e:f;1"}},
         {"@id": "dtmi:e:h;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
          "contents": {"@type": "Component", "name": "outer", "schema": "dtmi:e:g;1"}}]
        """,
        "component");
  }

  @Test
  void deepInheritance_isRejected() {
    String models =
        IntStream.rangeClosed(1, 12)
            .mapToObj(
                i ->
                    "{\"@id\":\"dtmi:e:deep;"
                        + i
                        + "\",\"@type\":\"Interface\",\"@context\":\"dtmi:dtdl:context;3\""
                        + (i == 1 ? "" : ",\"extends\":\"dtmi:e:deep;" + (i - 1) + "\"")
                        + "}")
            .collect(Collectors.joining(",", "[", "]"));

    reject(models, "extends");
  }

  @Test
  void deepSchema_isRejected() {
    String schema = "\"double\"";
    for (int i = 0; i < 6; i++) {
      schema = "{\"@type\":\"Array\",\"elementSchema\":" + schema + "}";
    }

    reject(
        "[{\"@id\":\"dtmi:e:e;1\",\"@type\":\"Interface\",\"@context\":\"dtmi:dtdl:context;3\","
            + "\"contents\":{\"@type\":\"Property\",\"name\":\"a\",\"schema\":"
            + schema
            + "}}]",
        "depth");
  }

  @Test
  void limitsOfBothVersions_differ() {
    String name = "n".repeat(65);
    String content = "{\"@type\":\"Property\",\"name\":\"" + name + "\",\"schema\":\"string\"}";
    String start = "[{\"@id\":\"dtmi:e:limit;1\",\"@type\":\"Interface\",\"contents\":" + content;

    reject(start + ",\"@context\":\"dtmi:dtdl:context;2\"}]", name);
    assertThat(
            http.call("POST", "/models", start + ",\"@context\":\"dtmi:dtdl:context;3\"}]")
                .status())
        .isEqualTo(201);
    reject(manyContents(301, "2"), "contents");
    assertThat(http.call("POST", "/models", manyContents(301, "3")).status()).isEqualTo(201);
  }

  private static String manyContents(int count, String version) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"@type\":\"Relationship\",\"name\":\"r" + i + "\"}")
        .collect(
            Collectors.joining(
                ",",
                "[{\"@id\":\"dtmi:e:many;1\",\"@type\":\"Interface\","
                    + "\"@context\":\"dtmi:dtdl:context;"
                    + version
                    + "\",\"contents\":[",
                "]}]"));
  }

  private static void reject(String models, String named) {
    Result response = http.call("POST", "/models", models);

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo("DTDLParserError");
    assertThat(response.errorMessage())
        .startsWith("None of the models in this request could be created")
        .contains(named);
  }
}
