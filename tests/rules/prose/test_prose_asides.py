"""What long passages tell beside the figures of the form: parts, powers, other matters and years."""

import pytest
from prose_cases import PASSAGES, Case, figures, messages_of, said

from toolkit.rules.prose.names import is_own

TABLES = figures("""
    applications.new.natural_person 14 applications.new.business 4 applications.carried_in.natural_person 2
    applications.granted.natural_person 9 applications.granted.business 3
    applications.partly_granted.natural_person 2 applications.unavailable_not_held.natural_person 4
    applications.carried_over.natural_person 1 applications.carried_over.business 1
    review.reconsideration.upheld 5 review.reconsideration.corrected 2 review.reconsideration.pending 1
    review.direct_litigation.upheld 3 disclosure.normative_documents.issued 4
    disclosure.normative_documents.in_force 11 disclosure.licensing.decisions 210
    disclosure.penalties.decisions 16 supplement.website_items.value 412 supplement.wechat_items.value 230
    supplement.short_video_items.value 26 supplement.trainings.value 3
    supplement.information_fee.value 0
""")

# Each with what may be so in place of #, and what is wrong of it.
PLAIN = {
    # of each of several, of those that stand first, over so many, as the one who hears the case
    "申请量前三位的是城东区#件、江岸区377件、澄北县291件。": ("412", ""),
    "收到申请超过#件的单位有6个。": ("50", ""),
    "复议案件中，以市政府为复议机关的#件，已结87件。": ("92", ""),
    "县市场监管局许可15332件、处罚#件，均居首位。": ("2417", ""),
    "发布稿件108篇，图解类43篇、视频类12篇，合计#篇。": ("55", ""),
    "来访1200人次，其中街镇接待416人次，部门接待562人次，其他222人次，三者合计#人次。": ("1200", "1210"),
    "全年制发公文634件，主动公开211件、依申请公开167件、不予公开#件。": ("256", ""),
    "复议后起诉#件，判决维持或驳回477件。": ("0", ""),
    "以市局为义务主体的58件由市局统一答复，由此被申请行政复议#件。": ("5", ""),
    "按时限要求尚待答复的#件已延至下年。": ("3", ""),
    # in brackets behind a result, sums of two, of whom, by whom, headings of a part
    "诉讼中判决维持3件（直接起诉#件）。": ("3", ""),
    "上年结转与本年新收相加为#件。": ("20", "21"),
    "收到的#件律所申请尚未办完。": ("1", ""),
    "婚姻登记#件，告知查询途径。": ("1", ""),
    "不必按公开程序办的12件，另作处理的#件。": ("7", ""),
    "图书馆收到申请#件，不在本报告之内。": ("2", ""),
    "滞留情况：公民#件，等待回函。": ("1", ""),
    "起诉前未经复议的3件；经过复议的#件。": ("0", "25"),
    "公开率66.7%，较上年的60.2%提高#个百分点。": ("6.5", "5.6"),
    "公开率由60.2%提高到66.7%，提高#个百分点。": ("6.5", "5.6"),
    "行政许可210件、行政处罚16件，许可数量约为行政处罚的#倍。": ("13", "31"),
    # of how many, of whom, and out of what it is told
    "每百件新收申请对应复议#件，略高于平均水平。": ("12.5 40", ""),
    "办结件平均用时12.6个工作日，其中无法提供类#个、公开类15.8个。": ("9.3", ""),
    "无法提供的4件占了两成（4件）。4件中，个人提出#件。": ("3", ""),
    "全年办结18件。18件中，予以公开#件。": ("12", "11"),
    "剩2件未办。剩的2件里，个人#件。": ("1 2", ""),
    "就县本级而言，新收#件；就全县而言，新收390件。": ("52", ""),
    "就申请人类型而言，自然人提出#件。": ("14", "41"),
    "县本级51件答复中，公开和部分公开#件。": ("23", ""),
    "因此“不掌握”一项多达#件。": ("4", ""),
    "法人和其他组织一件都没有结转#件。": ("2", ""),
    "依据《政府信息公开信息处理费管理办法》收取信息处理费#元。": ("0", "12400"),
    "公开了的（含部分公开）#件。": ("14", "15"),
    "有#件答复同时回应了6个事项。": ("1", ""),
    "征求第三方意见5件，其中同意公开的#件、不同意的3件。": ("2", ""),
    "无法提供的4件。除此之外，公开12件、部分公开2件，一共#件。": ("18", ""),
    "复议8件，其中被纠正2件，占25%，高于各类复议案件#%的平均纠错率。": ("14.8", ""),
    "本年应办理申请#件（含上年结转2件）。": ("20", "18"),
    "在办结的18件申请中，予以公开占#%。": ("66.7", "60"),
    "办理情况如下：上年结转至本年的申请#件，新收18件。": ("2", "7"),
    "办结18件，其中延期答复3件；年末结转下年继续办理的申请#件。": ("2", "4"),
    # the rest of what came, the reason behind a number, a list that ends in 其他
    "新收政府信息公开申请18件，仅4件由企业提出，其余#件均已答复。": ("14", "13 41"),
    "收到申请18件，公开12件，部分公开2件，其余#件无法提供。": ("4", "5"),
    "收到申请20件，延期答复2件，公开12件，其余#件。": ("8 6", "7"),
    "2022年办理的申请中，公开12件，部分公开2件，其余#件无法提供。": ("4", ""),
    "#件因申请人无正当理由逾期不补正，不再处理。": ("0", "3"),
    "新收申请按申请人划分，自然人、商业企业、科研机构、其他分别为#件、4件、0件、0件。": ("14", "41"),
    "直接起诉的3件行政诉讼中，维持#件。": ("3", "2"),
    "新收18件，申请人结构较往年更趋多元：自然人申请占#%。": ("77.78", "87.77"),
    "我局收到村民和企业提出的政府信息公开申请#件。": ("18", "19"),
    "连同上年结转的2件，全年应办申请20件，截至12月31日已办结#件。": ("18", "20"),
    "在服务大厅设置受理窗口1个，本年度收到#件政府信息公开申请。": ("18 20", "2"),
    # what is counted below the unit, columns of a site, what is no part behind a semicolon
    "各县（市、区）收到申请#件，占六成左右。": ("1910", ""),
    "县市区收到申请#件。": ("1910", ""),
    "网站主动公开的#个栏目基本覆盖了往年申请的内容。": ("29", ""),
    "门户网站公开信息412条，其中双公示信息#条；政务新媒体发布1746条。": ("96", ""),
    "召开会议27次，其中9次邀请公众代表列席；网站日均访问#次。": ("31000", ""),
    # some of what was counted just before
    "4件新制发的行政规范性文件中仅#件配有图解。": ("3 1", ""),
    "26条短视频中有#条登上市级热榜。": ("2 12", ""),
    "全年412条网站信息中有#条因错别字被修改，差错率5.1%。": ("21", ""),
    "16件行政处罚中只有#件适用简易程序。": ("5", ""),
    "230条微信推送里有#条转自省政府网站。": ("38", ""),
    "本年度制发行政规范性文件#件，其中3件配有图解。": ("4", "5"),
    "短视频账号公开发布视频#条，多条登上市级热榜。": ("26", "62"),
    # what one may do, by a list, and has not done
    "按照赋权事项清单，乡镇可实施许可23项、处罚#项。": ("61 16", ""),
    "我局权责清单共有行政许可12项、行政处罚#项。": ("88", ""),
    "全年作出行政许可决定210件、行政处罚决定#件。": ("16", "61"),
    # of one answer that some did not accept
    "对其中#件答复，申请人不服申请复议，复议机关决定维持。": ("1 2", ""),
    "全年共答复申请#件。": ("18", "1"),
    # cases on whatever matter, and the share of one's own in them
    "全县当年各类行政复议案件共#件，公开类占12.8%。": ("312", ""),
    "所有行政复议案件#件，均依法应诉。": ("97", ""),
    "因政府信息公开引起的行政复议#件。": ("8", "9"),
    "因公开答复引起的复议8件、诉讼3件，分别占我局全部复议案件的#、全部诉讼案件的24.1%。": ("18.6%", ""),
    "因公开答复引起的复议8件，占我局全部复议案件的#。": ("18.6%", ""),
    # another year's in brackets
    "上述比例与2020年（予以公开#、无法提供20.9%）基本相当。": ("47.6%", ""),
    "新收申请与2019年（#件）大体相当。": ("32", ""),
    "与2019年（32件）相比，全年新收申请减少，共收到申请#件。": ("18", "32"),
    # what is said to be no application
    "同期县政府办转办咨询4件、镇长接待日登记#人次，不计为申请。": ("39", ""),
    "窗口接待登记#件，均不作为政府信息公开申请。": ("45", ""),
    "我局登记政府信息公开申请#件。": ("18", "45"),
    # other applications, and all that is told of them
    "法律援助申请则收到#件，批准718件，办结693件，结转下年49件。": ("742", ""),
    "文物捐赠申请5人、藏品17件，接收#件。": ("15", ""),
    "住房保障申请收到35件；信息公开申请收到#件。": ("18", "35"),
    # what the report does not count, since something was told apart
    "另有工伤认定复议21件（维持#件、撤销2件），因不属信息公开而未列入第四表。": ("15", ""),
    "复议#件，均依法应诉；另有土地确权复议2件，与政府信息公开无关。": ("8", "9"),
    "司法所受理法律援助22件，镇政府作为被告的土地确权行政诉讼#件，均与政府信息公开无关。": ("2", ""),
    "全县各类复议案件共立案#件、一审行政诉讼94件，这两个数不限于信息公开。": ("176", ""),
    # answered by making it public; what grew is what was counted, not what there was none of
    "作出公开答复#件、部分公开2件、无法提供4件。": ("12", "21"),
    "收到申请18件，无重复申请，去年是#件，减幅10%。": ("20", ""),
    "对收到的#件申请，镇政府全部予以公开。": ("", "18"),
    "予以公开12件，占办结量的#。": ("六成以上", "八成以上"),
    # behind a heading
    "行政复议和诉讼情况：因政府信息公开引发行政复议#件，诉讼3件。": ("8", "9"),
    "规范性文件管理：当年制发4件，现行有效#件。": ("11", "12"),
    # of other bodies
    "全县21个乡镇中有13个零申请，另外8个合计收到#件。": ("37", ""),
    "县政府行政复议机构收到各类行政复议申请263件，受理231件，其中信息公开类#件。": ("39", ""),
    # of another cause, of other business before
    "因土地承包经营权确权引起的行政诉讼#件，法院裁定驳回起诉。": ("1", ""),
    "因拆除违建引发的复议#件，已调解结案。": ("1", ""),
    "因不服信息公开答复引发的复议#件。": ("8", "9"),
    "县长信箱转来留言17条，走访收集意见63条，合计#条已全部回复。": ("80", ""),
    # shares under a heading, and their sum
    "各类办理结果占办结数的比重为：予以公开#、部分公开11.11%。": ("66.67%", "76.67%"),
    "予以公开66.67%，部分公开11.11%，无法提供22.22%（因四舍五入，合计为#）。": ("99.99%", ""),
    # others in a row are no parts of the first
    "全年受理农村宅基地申请#件、残疾人补贴申请93件、临时救助申请41件。": ("58", ""),
    "对其中#件作出无法提供的答复。": ("4", "5"),
    "根据清理结果废止行政规范性文件#件。": ("0", "5"),
    "把各类执法争议都算上，我局全年行政复议、诉讼案件分别为#件、22件。": ("57", ""),
    "予以公开12件、部分公开2件，两类合计占#。": ("77.8%", ""),
    # cases for another cause, and all of them; who is still heard
    "未因政府信息公开被起诉的有57天；但因行政处罚被申请复议#件，维持33件、撤销2件。": ("39", ""),
    "没有因公开工作引起的纠纷，另因不动产登记被起诉#件，胜诉10件。": ("11", ""),
    "因信息公开答复被申请复议#件。": ("8", "9"),
    "分局全年全部行政复议案件#件，以上信息公开类占比为13.1%。": ("61", ""),
    "行政复议维持5件、纠正2件，待审结#件。": ("1", "2"),
    "行政复议8件，其中维持5件，其他#件，还有1件未审结。": ("0", "7"),
    "行政复议8件，已审结#件。": ("7", "8"),
    # a whole site, and what of it is ours
    "县政府门户网站全年更新信息2.1万条，其中我局作为责任单位发布#条。": ("412", "421"),
    "县融媒体中心公众号推送9300条，其中由本局提供#条。": ("230", ""),
    # who asks is everybody
    "受理市民、法人和其他组织提出的政府信息公开申请#件。": ("18", "81"),
    "共收到村民、法人或其他组织的申请#件。": ("18", "81"),
    # affairs that are no applications
    "便民服务中心全年办理事项#件，其中民政类214件、其他698件。": ("912", ""),
    "收到信息公开申请18件，便民服务大厅办结#件。": ("5300", ""),
    # what many bodies did, and what of all cases is about disclosure
    "全县58家单位全年公开信息2.74万条，受理申请#件，办结261件。": ("268", ""),
    "全县（含29个乡镇街道、37个部门）当年共新收申请#件，办结609件。": ("613", ""),
    "司法系统（局本级和9个司法所）全年收到#件。": ("126", ""),
    "全年被复议总量#件、被诉31件，信息公开类占三成上下。": ("39", ""),
    "全年复议#件、诉讼3件，政府信息公开工作占用了不少人力。": ("8", "9"),
    "平台归集“双公示”数据18.6万条（行政许可#条、行政处罚4.7万条）。": ("13.9万", ""),
    "作出行政许可#件，“双公示”率100%。": ("210", "201"),
    # a heading, and what is told under it
    "2.复议诉讼情况：行政复议#件，维持5件。": ("8", "9"),
    "行政复议和诉讼：本年度政府信息公开行政复议案件共#件。": ("8", "11"),
    # what is said to be of other matters
    "全年对不予立案告知不服的复议#件、诉讼2件，均非信息公开类。": ("21", ""),
    "因版权方面的民事诉讼#件，与信息公开没有关系。": ("11", ""),
    "工伤认定引起的复议37件、诉讼#件，均不属政府信息公开。": ("29", ""),
    "残疾人证5项业务共办理#件，都属于政务服务件。": ("1846", ""),
    # rounded parts, parts behind the whole, what others did in other years
    "全年处罚1284600起，其中现场处罚31.2万起左右，非现场约#万起。": ("97.3 97.4", ""),
    "制发公文214件，其中主动公开97件、依申请公开68件、不予公开#件，属性为依申请公开的68件是文件数。": (
        "49",
        "94",
    ),
    "18件办结：公开12、部分公开2、无法提供4。其中一名申请人上年就提出过#件，今年又提2件。": ("22", ""),
    # the rest of what the sentence before told of
    "2件重复提出，不予处理。其余#件连同上年结转2件，办结15件。": ("16", ""),
    # one's own part of a whole, and how things are counted
    "全年共收到申请34件，其中局本级#件（表中数据），三个司法所16件另行统计。": ("18", ""),
    "全县司法所复议案件共11起，涉信息公开的#起，我局8起。": ("9", ""),
    "5件提出了多项请求，我局按一件登记，拆分后实际答复内容达#项。": ("67", ""),
    "企业申请占22.2%，高于全县平均水平（#）。": ("6.1%", ""),
    "公开率（公开+部分公开）为#。": ("77.8%", ""),
    "近三成申请（#件）因本机关不掌握而无法提供。": ("4", ""),
    "自2008年条例施行起至2022年底累计收到申请#件，均已答复。": ("190", ""),
    "累计（2019年至2022年）收到申请#件。": ("58", ""),
    "累计收到申请#件（2019—2022年）。": ("58", ""),
    "累计（自2008年起）办结申请#件。": ("190", ""),
    "累计收到申请#件（2022年）。": ("18", "58"),
    "累计收到申请#件（2021年为50件）。": ("18", "58"),
    "319件申请有#件发生复议，均以部门、乡镇为被申请人。": ("6", ""),
    "收到申请18件，连同上年末未办结的#件一并办理。": ("2", ""),
    "18件申请中，网上提交11件，涉及工伤认定的#件。": ("12", ""),
    "按勾稽关系，18+2=#+2，两边相等。": ("18", ""),
    # how reviews were asked for and ended; what fees were taken
    "申请人不服，向县政府申请行政复议#件，结果维持。": ("5", "9"),
    "就答复不服的复议#件。": ("8", "9"),
    "接到复制需求41人次，全年实际收取信息处理费#元。": ("0", ""),
    "收到申请18件、承接上一年度#件，合计20件。": ("2", ""),
    # the rest in hand, all of one kind, and what was done beside what came
    "至年底答复18件，尚有#件在法定期限内办理，转到2023年。": ("2", ""),
    "企业申请4件，均为企业：#件问房屋征收，1件问道路施工。": ("3", ""),
    "新收申请18件，上年结转2件，总计办理#件，结转下年2件。": ("18", ""),
    # as many parts as kinds: all of it
    "两个渠道共公开信息#条：政府门户网站412条，微信公众号230条。": ("642", "742"),
    "两个渠道公开信息#条：政府门户网站412条，微信公众号230条。": ("642 700", ""),
    # whose applications are a share
    "公民申请占全部新收申请的#。": ("77.8%", "87.8%"),
    "企业申请占#，公民申请占77.8%。": ("22.2%", "32.2%"),
    "法人和公民申请占全部新收申请的#。": ("99.9%", ""),
}
TRUE = [text.replace("#", told) for text, (right, _) in PLAIN.items() for told in right.split()]
WRONG = [(text.replace("#", told), told) for text, (_, wrong) in PLAIN.items() for told in wrong.split()]

# What a report says of itself; True: it is amiss.
OF_ITSELF = {
    # the period of something else
    "第三方评议的周期为2021年10月至2022年9月，评议得分96.4分。": False,
    "整改期限为2022年3月1日至2022年5月31日。": False,
    "县政府办督查时间为2022年6月1日至2022年6月30日。": False,
    "本报告统计期限为2022年1月1日至2022年9月30日。": True,
    "本年度报告所列数据的期限为2022年1月1日至2022年11月30日。": True,
    "（一）时间为2022年1月1日至2022年10月31日。": True,
    "报告期间为2021年10月1日至2022年9月30日。": True,
    # earlier years, one after the other
    "2021年收到5件，2020年收到3件。": False,
    "2021年收到5件，比2020年增加2件，均已答复。": True,
    "2021年收到申请5件，均已答复。": True,
    "2021年全年收到申请5件，与今年正好持平。": False,
    "2021年全年收到申请5件，均已答复，群众满意。": True,
    # the year in words, by a letter, half filled in, and of what stood at its end
    "2O21年，我局认真落实条例。": True,
    "2O22年，我局收到申请18件。": False,
    "20XX年，我局认真落实条例。": True,
    "202X年，我局认真落实条例。": True,
    "202×年，我局收到申请18件。": True,
    "20__年，我局认真落实条例。": True,
    "截至2021年底，主动公开信息2156条。": True,
    "截至2021年12月31日，网站公开信息412条。": True,
    "截至2021年12月31日，网站累计公开信息8000条。": False,
    "截至2021年12月31日，我局共收到申请18件。": True,
    "截至2022年12月31日，我局共收到申请18件。": False,
    "截至2021年底，尚有4件未办结，均于年初办结。": False,
    "截至2021年底，累计公开信息8000条。": False,
    "截至2021年底，我局已建成专栏5个。": False,
    "截至2021年12月31日，我局共收到申请15件，今年收到18件。": False,
    "下载附件2022X年版，见网站。": False,
    "2021年收到的1件申请已于2021年11月办结，未结转至本年度。": False,
    # what is planned when the report is written
    "今年（2023年）计划培训4次，覆盖各科室。": False,
    "今年（2023年）我局拟新建专栏1个。": False,
    "今年（2023年）我局收到申请18件。": True,
    "今年（2021年）计划培训4次。": True,
    "2021年收到5件、2020年收到3件，三年合计26件。": False,
    # what others have yet to do
    "12月补正（补正通知12月20日送达）后受理。": False,
    "落实全县《2023年政务公开工作要点》（待印发）。": False,
    "修订公开指南（待批复后施行），完善公开目录。": False,
    "行政诉讼3件（待开庭）。": False,
    "全年组织培训（待办公室提供）次。": True,
    "全年组织培训（待补）次。": True,
    # of none, and of the first among some
    "申请人都是本镇村民，没有企业申请。": True,
    "作出的行政处罚无一被申请复议，无一被提起诉讼。": False,
    "组织类申请人中商业企业最多，法律服务机构次之。": False,
    # how the notice in force came to be so
    "2019年度报告依据国办公开办函〔2019〕60号编制，自2021年度起改用国办公开办函〔2021〕30号所附格式。": False,
    "国办公开办函〔2021〕30号自2021年度起施行，国办公开办函〔2019〕60号同时废止。": False,
    "本报告依据国办公开办函〔2019〕60号编制。": True,
    "本报告依据国办公开办函〔2019〕60号编制，已改用新系统报送。": True,
}


def _said(text: str) -> list[str]:
    return messages_of(text, TABLES)


@pytest.mark.parametrize("text", TRUE)
def test_what_no_table_holds_is_not_accused(text: str) -> None:
    assert not _said(text)


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_a_table_holds_is_found(text: str, told: str) -> None:
    assert any(told in message for message in _said(text))


# Of a government that reports on its area: what it tells of itself is a part of that.
OF_ITS_AREA = {
    "全县共办结政府信息公开申请18件。其中，予以公开#件。": ("12", "21"),
    "全县收到申请18件，县政府收到#件，部门收到9件。": ("9 18", "81"),
    "全县各部门办结18件。县政府办公室自身承办7件，其中予以公开#件。": ("3 12", "21"),
    "县政府办公室直接承办8件（公开#件、部分公开1件），部门承办10件。": ("3", "21"),
    "县政府各部门办理#件，乡镇办理9件。": ("9", ""),
    "县政府层面，收到#件，办结5件；部门收到13件。": ("5", "81"),
}


@pytest.mark.parametrize(("text", "right", "wrong"), [(t, *each) for t, each in OF_ITS_AREA.items()])
def test_what_a_government_tells_of_itself_is_a_part_of_its_area(text: str, right: str, wrong: str) -> None:
    for told, amiss in (*((n, False) for n in right.split()), *((n, True) for n in wrong.split())):
        case = Case(
            kind="area",
            texts={PASSAGES["a"]: text.replace("#", told)},
            figures=TABLES,
            unit="嘉祥县人民政府",
        )
        assert bool(said(case)) is amiss, told


@pytest.mark.parametrize("nought", "〇零○oO")
@pytest.mark.parametrize(("year", "amiss"), [("二{}二一", True), ("二{}二二", False), ("二{}一九", True)])
def test_the_year_is_read_in_words_too(nought: str, year: str, amiss: bool) -> None:
    for text in ("{}年度，我局收到申请18件。", "统计期限为{}年一月一日至十二月三十一日。"):
        assert bool(_said(text.format(year.format(nought)))) is amiss, text


@pytest.mark.parametrize(("text", "amiss"), OF_ITSELF.items())
def test_what_a_report_says_of_itself_and_of_others(text: str, amiss: bool) -> None:
    assert bool(_said(text)) is amiss


@pytest.mark.parametrize(
    ("words", "unit", "own"),
    [
        ("县局", "旌县市场监管局开发区所", False),
        ("区局", "临泽区市场监督管理局凤山分局", False),
        ("分局", "临泽区市场监督管理局凤山分局", True),
        ("公安局", "怀安县公安局交通警察大队", False),
        ("交警大队", "怀安县公安局交通警察大队", True),
        ("全市中心", "沅北县住房公积金中心城东管理部", False),
        ("县局", "旌县市场监管局", True),
        ("信访", "阳泉县信访局", False),
        ("县信访局", "阳泉县信访局", True),
    ],
)
def test_the_body_above_is_not_the_unit(words: str, unit: str, own: bool) -> None:
    assert is_own(words, unit) is own
