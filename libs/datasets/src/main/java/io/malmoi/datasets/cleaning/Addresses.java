package io.malmoi.datasets.cleaning;

import java.util.regex.Pattern;

/** Korean addresses: an optional province, a city or district, and a street or a quarter with a number. */
final class Addresses {
    private static final String PROVINCE =
            "(?:(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주|충청북|충청남|전라북|전라남|경상북|경상남)"
                    + "(?:특별자치시|특별자치도|특별시|광역시|시|도)?\\s)";
    private static final String DISTRICT = "(?:[가-힣]{1,5}[시군구]\\s)";
    private static final String NUMBER = "\\d{1,5}(?:-\\d{1,4})?";
    private static final String STREET =
            "[가-힣·]{1,10}\\d{0,3}(?:대로|로|길)\\s?(?:\\d{1,4}(?:번?가?길|번안길)\\s?)?" + NUMBER + "(?:번지)?(?![\\d가-힣])";
    private static final String LOT = "[가-힣]{1,8}\\d{0,2}[동리가]\\s(?:산\\s?)?" + NUMBER + "(?:번지)?(?![\\d가-힣])";
    private static final String DETAIL =
            "(?:,?\\s\\(?(?:[가-힣]{1,8}동\\)|지하\\s?\\d층|\\d{1,4}[동층호](?:\\s?\\d{1,4}[층호])*\\)?))*";
    private static final Marking ADDRESS = new Marking(
            Pattern.compile("(?:" + PROVINCE + DISTRICT + "{0,2}|" + DISTRICT + "{1,2})" + "(?:[가-힣]{1,6}[읍면]\\s)?(?:"
                    + STREET + "|" + LOT + ")" + DETAIL),
            Marking.EOJEOL);

    private Addresses() {}

    static String mask(String text) {
        return ADDRESS.replace(text, "#Address#");
    }
}
