package io.malmoi.datasets.cleaning;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Korean names, told by a title behind them (a surname and two syllables) or by a label before them (one or two). Each name of a
 * document has a number, in the order of their first appearance.
 */
final class Persons {
    private static final String SURNAMES =
            "남황제선독김이박최정강조윤장임한오서신권안송류유전홍고문양손배백허심노하곽성차주우구민진지엄채원천방공현함변염여추도소석설마길연위표명기반왕금옥육인맹모탁국어은편용";
    private static final String SURNAME = "(?:남궁|황보|제갈|선우|독고|[" + SURNAMES + "])";
    private static final String NO_NAMES = "(?!감독|선생|작가|배우|교수|사장|부장|과장|차장|대리|팀장|회장|원장|박사|기사|실장|국장|대표|총장|목사|신부|장군|인공)";
    private static final String TITLES =
            "(?:님|선생님?|교수님?|박사님?|과장님?|부장님?|차장님?|대리님?|팀장님?|사장님?|대표님?|원장님?|간호사님?|감독님?|작가님?|기자|배우|선수|의원)";
    private static final String PARTICLES = "은는이가을를의에와과도로만서고";
    private static final Marking TITLED = new Marking(
            Pattern.compile("(" + SURNAME + NO_NAMES + "[가-힣]{2})(?=(?:\\s?씨|" + TITLES + "|(?<![" + PARTICLES + "])\\s"
                    + TITLES + ")(?:[" + PARTICLES + "께,.!?\\s]|$))"),
            (text, at) -> Marking.EOJEOL.test(text, at) && SURNAMES.indexOf(text.charAt(at)) >= 0);
    private static final Marking LABELLED = new Marking(
            Pattern.compile(
                    "((?:이름|성명|성함|담당자|대표자|예금주|작성자|신청인|보호자|환자명|고객명)\\s?[:：]\\s?)(" + SURNAME + "[가-힣]{1,2})(?![가-힣])"),
            Marking.EOJEOL);

    private final Map<String, Integer> numbers = new HashMap<>();
    private final int first;

    private Persons(int first) {
        this.first = first;
    }

    /** A text with a mark for each name. */
    static String mask(String text) {
        var persons = new Persons(firstFree(text));
        String titled = TITLED.replace(text, match -> persons.mark(match.group(1)));
        return titled.indexOf(':') < 0 && titled.indexOf('：') < 0
                ? titled
                : LABELLED.replace(titled, match -> match.group(1) + persons.mark(match.group(2)));
    }

    private String mark(String name) {
        return "#Person" + (first + numbers.computeIfAbsent(name, unknown -> numbers.size())) + "#";
    }

    /** The first number that the text does not use already. */
    private static int firstFree(String text) {
        int number = 1;
        while (text.contains("#Person" + number + "#")) {
            number++;
        }
        return number;
    }
}
