"""Contacts in the ways that reports offer them, with what a reader must find, and numbers that are nobody's to call.

A wording is a text with places in braces; its truth names the places that the report offers. Values are fictional and
drawn anew for every seed. Lines are paragraphs; ``§`` parts the opening from the text of the last section.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from extractors.report import Contact, Section


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with places, and which of them are the contact."""

    text: str
    truth: str
    """``field=place`` for each field; several phones with ``+``."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One wording with its values."""

    preamble: list[str]
    sections: list[Section]
    truth: Contact


def _all(extra: str = "") -> str:
    return f"office=office address=addr postcode=post phones=tel {extra}".strip()


WORDINGS = [
    # one sentence, brackets behind or around the office
    Wording("如对本报告有疑问，请与{office}联系（地址：{addr}，邮编：{post}，电话：{tel}）。", _all()),
    Wording("如对本年度报告有任何疑问，请与{office}联系。（地址：{addr}；邮政编码：{post}；联系电话：{tel}；传真：{fax}；电子邮箱：{email}）", _all("fax=fax emails=email")),
    Wording("公众如对报告内容有疑义，请径与{office}联系（{addr}，邮编{post}，电话{tel}）。", "office=office address=addr postcode=post phones=tel"),
    Wording("若有疑问，请与{office}（地址：{addr}；邮编：{post}；电话：{tel}）联系。", _all()),
    Wording("如对本报告有疑问或意见建议，欢迎与{office}联系，电话：{tel}，地址：{addr}，邮编：{post}。", _all()),
    Wording("如有疑问，请与{office}联系(电话:{tel} 地址:{addr} 邮编:{post})", _all()),
    Wording("如有疑问，请与{office}联系（电话：{tel}，邮箱：{email}。", "office=office phones=tel emails=email"),
    Wording("如有疑问，请联系{office}，电话{tel}。", "office=office phones=tel"),
    Wording("如有疑问，请联系：{office}，{tel}。", "office=office phones=tel"),
    Wording("对本报告有任何疑问，可致电{office}（{tel}）咨询。", "office=office phones=tel"),
    Wording("对报告内容有疑问的，可直接向{office}咨询，咨询电话：{tel}。", "office=office phones=tel"),
    Wording("如有疑问可拨打{office}电话：{tel}。", "office=office phones=tel"),
    Wording("如需了解详情，请拨打{tel}。", "phones=tel"),
    Wording("如有不明之处，请来电咨询，电话：{tel}。", "phones=tel"),
    Wording("如有疑问，请致电：{tel}，或来信至{addr}（邮编{post}）。", "address=addr postcode=post phones=tel"),
    Wording("如有疑问可来函至{addr}，邮编：{post}。", "address=addr postcode=post"),
    Wording("意见建议请寄：{addr}，邮编{post}。", "address=addr postcode=post"),
    Wording("读者可将意见邮寄至{addr}（邮编：{post}）或发送至电子邮箱{email}。", "address=addr postcode=post emails=email"),
    Wording("如有疑问，请与我局办公室联系，联系人：方某，联系电话：{tel}。", "office=我局办公室 phones=tel"),
    Wording("如有疑问，请与我镇联系，电话：{tel}，传真：{fax}。", "phones=tel fax=fax"),
    Wording("如对报告有疑问，请与县政府信息公开工作领导小组办公室联系，地址：{addr}，电话：{tel}，邮编：{post}，电子信箱：{email}。", "office=县政府信息公开工作领导小组办公室 address=addr postcode=post phones=tel emails=email"),
    Wording("社会公众如有疑问，请和{office}取得联系，联系方式：{tel}", "office=office phones=tel"),
    Wording("如有疑问，请同{office}联系（Tel：{tel}，Fax：{fax}，E-mail：{email}）。", "office=office phones=tel fax=fax emails=email"),
    Wording("如有疑问，请通过电话{tel}或邮箱{email}与{office}联系。", "office=office phones=tel emails=email"),
    Wording("本报告由{office}负责解释，地址：{addr}，联系电话：{tel}。", "office=office address=addr phones=tel"),
    Wording("本报告由{office}编制，如有疑问请联系，电话：{tel}，邮编：{post}。", "postcode=post phones=tel"),
    # parts without marks
    Wording("如有疑问请与{office}联系，地址{addr}，邮编{post}，电话{tel}。", _all()),
    Wording("如有疑问，请与{office}联系 地址：{addr} 邮编：{post} 电话：{tel} 传真：{fax}", _all("fax=fax")),
    Wording("如有疑问，请与{office}联系，通讯地址：{addr}邮政编码：{post}联系电话：{tel}电子邮箱：{email}", _all("emails=email")),
    Wording("如有疑问，请与{office}联系。办公地址为{addr}，邮政编码为{post}，办公电话为{tel}。", _all()),
    Wording("如有疑问，请与{office}联系。地址在{addr}，电话是{tel}。", "office=office address=addr phones=tel"),
    Wording("如有疑问，请与{office}联系。通信地址：{addr}，邮编：{post}，咨询电话：{tel}，电子邮件：{email}。", _all("emails=email")),
    Wording("如有疑问，请与{office}联系。单位地址：{addr}、邮编：{post}、电话：{tel}。", _all()),
    Wording("如有疑问，请与{office}联系【地址：{addr}；电话：{tel}】。", "office=office address=addr phones=tel"),
    Wording("如有疑问，请与{office}联系[地址:{addr},电话:{tel}]。", "office=office address=addr phones=tel"),
    Wording("如有疑问，请与{office}联系；地 址：{addr}；邮 编：{post}；电 话：{tel}；传 真：{fax}。", _all("fax=fax")),
    Wording("如有疑问，请与{office}联系。邮编：{post} 地址：{addr} 电话：{tel}", _all()),
    # a line each
    Wording("如有疑问，请与{office}联系。\n地址：{addr}\n邮编：{post}\n电话：{tel}\n传真：{fax}\n邮箱：{email}", _all("fax=fax emails=email")),
    Wording("联系单位：{office}\n联系地址：{addr}\n邮政编码：{post}\n联系电话：{tel}", _all()),
    Wording("联系部门：{office}\n办公地址：{addr}\n办公时间：周一至周五8:30-12:00，14:30-18:00\n联系电话：{tel}\n电子邮箱：{email}", "office=office address=addr phones=tel emails=email"),
    Wording("联系方式如下：\n单位：{office}\n地址：{addr}\n电话：{tel}", "office=office address=addr phones=tel"),
    Wording("受理机构：{office}\n通信地址：{addr}\n联系电话：{tel}\n传真号码：{fax}", "office=office address=addr phones=tel fax=fax"),
    # kinds of numbers
    Wording("如有疑问，请与{office}联系，电话：{tel}、{tel2}。", "office=office phones=tel+tel2"),
    Wording("如有疑问，请与{office}联系，电话：{tel}/{tel2}。", "office=office phones=tel+tel2"),
    Wording("如有疑问，请与{office}联系，电话：{tel}或{tel2}。", "office=office phones=tel+tel2"),
    Wording("如有疑问，请与{office}联系，电话：{tel}，{tel2}。", "office=office phones=tel+tel2"),
    Wording("如有疑问，请与{office}联系，电话：{tel} {tel2}。", "office=office phones=tel+tel2"),
    Wording("如有疑问，请与{office}联系，联系电话：{mobile}。", "office=office phones=mobile"),
    Wording("如有疑问，请与{office}联系，办公电话：{tel}，手机：{mobile}。", "office=office phones=tel+mobile"),
    Wording("如有疑问，请与{office}联系，联系人：乐某某 {mobile}。", "office=office phones=mobile"),
    Wording("如有疑问，请与{office}联系，联系人及电话：苗某，{tel}。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，电话：{ext}。", "office=office phones=ext"),
    Wording("如有疑问，请与{office}联系，电话（传真）：{tel}。", "office=office phones=tel fax=tel"),
    Wording("如有疑问，请与{office}联系，电话/传真：{tel}。", "office=office phones=tel fax=tel"),
    Wording("如有疑问，请与{office}联系，联系电话及传真：{tel}。", "office=office phones=tel fax=tel"),
    Wording("如有疑问，请与{office}联系，电话（兼传真）：{tel}。", "office=office phones=tel fax=tel"),
    Wording("如有疑问，请与{office}联系，电话：{tel}（传真同号）。", "office=office phones=tel fax=tel"),
    Wording("如有疑问，请与{office}联系，电话：{tel}（传真）。", "office=office phones=tel fax=tel"),
    Wording("如有疑问，请与{office}联系，传真/电话：{tel}。", "office=office phones=tel fax=tel"),
    Wording("如有疑问，请与{office}联系，电话、传真：{tel}。", "office=office phones=tel fax=tel"),
    Wording("如有疑问，请与{office}联系，电话：{tel}，传真：同上。", "office=office phones=tel fax=tel"),
    Wording("如有疑问，请与{office}联系，传真：{fax}，电话：{tel}。", "office=office phones=tel fax=fax"),
    Wording("如有疑问，请与{office}联系，联系电话：{free}。", "office=office phones=free"),
    Wording("如有疑问，请与{office}联系，电话：+86-{tel}。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系（{tel}）。", "office=office phones=tel"),
    Wording("如有疑问请与{office}联系{tel}。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，座机：{tel}。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，联系方式：{tel}，{email}。", "office=office phones=tel emails=email"),
    Wording("如有疑问，请与{office}联系，QQ：{qq}，电话：{tel}。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，邮编：{post}。统一社会信用代码：11532325015{post}X。", "office=office postcode=post"),
    # addresses of the web
    Wording("本报告的电子版可在县人民政府门户网站（{site}）下载。如有疑问，请与{office}联系，电话：{tel}。", "office=office phones=tel website=site"),
    Wording("本报告可在县政府网站查阅，网址：{site}。如有疑问，请与{office}联系（电话：{tel}）。", "office=office phones=tel website=site"),
    Wording("本报告电子版可从青禾县人民政府网站（网址：{site}）上下载；如有疑问请致电{tel}。", "phones=tel website=site"),
    Wording("欢迎登录{site}查看本报告。联系邮箱：{email}。", "emails=email website=site"),
    Wording("报告电子版可在“中国·青禾”（{site} ）政府信息公开栏目查阅，如有疑问，请联系{office}（邮箱{email}）。", "office=office emails=email website=site"),
    # decoys beside the contact
    Wording("如有疑问，请与{office}联系，电话：{tel}。监督电话：{other}。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，电话：{tel}，举报电话：{other}。", "office=office phones=tel"),
    Wording("监督举报电话：{other}；咨询电话：{tel}。", "phones=tel"),
    Wording("如有疑问，可拨打12345政务服务便民热线或{tel}咨询。", "phones=tel"),
    Wording("如有疑问，请拨打县长热线12345，或与{office}联系，电话：{tel}。", "office=office phones=tel"),
    Wording("投诉受理电话：{other}。如有疑问请与{office}联系，联系电话：{tel}。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，电话：{tel}。对我镇工作不满意的，可向县政府办公室反映（电话：{other}）。", "office=office phones=tel"),
    Wording("依申请公开受理电话：{other}。对本报告有疑问的，请联系{office}，电话：{tel}。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，电话：{tel}。§全年受理12345热线工单213件。县纪委监督举报电话{other}已公开。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，电话：{tel}。§一是畅通渠道，公布服务热线{other}；二是开展电话回访5550199次。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，电话：{tel}。§主办：青禾县人民政府办公室 地址：青禾县行政中心 电话：{other} 邮编：{post2}", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，电话：{tel}。§无其他事项。\n版权所有：青禾县人民政府 联系电话：{other}\n岚ICP备00000000号", "office=office phones=tel"),
    # nothing but decoys
    Wording("现将工作情况报告如下。§公布了监督电话{other}和举报邮箱{email}，自觉接受群众监督。", ""),
    Wording("现将工作情况报告如下。§县政府服务热线{other}全年受理诉求1200件。", ""),
    Wording("现将工作情况报告如下。§网站技术支持电话：{other}", ""),
    Wording("现将工作情况报告如下。§在政府网站公开机构职能、办公地址、办公时间、联系方式、负责人姓名等信息。", ""),
    Wording("现将工作情况报告如下。§将镇政府办公室电话、监督电话在公开栏公布，方便群众联系。", ""),
    Wording("现将工作情况报告如下。§拨打市民服务热线12345或{other}可查询疫苗接种点。", ""),
    Wording("现将工作情况报告如下。§疫情期间公布24小时值班电话{other}。", ""),
    Wording("现将工作情况报告如下。§主办单位：青禾县人民政府 联系电话：{other} 地址：青禾县迎宾路1号", ""),
    Wording("现将工作情况报告如下。§其中邮政编码、电话区号等信息更新12条，电子邮箱更新3个。", ""),
    # elsewhere in the report
    Wording("现将工作情况报告如下。§无其他需要报告的事项。如对本报告有疑问，请与{office}联系，电话：{tel}，地址：{addr}。", "office=office address=addr phones=tel"),
    Wording("现将工作情况报告如下。§无。\n联系电话：{tel}\n联系地址：{addr}\n邮编：{post}", "address=addr postcode=post phones=tel"),
    Wording("现将工作情况报告如下。§本年度报告电子版可在政府网站查询。对报告有疑问的，可与{office}联系（电话：{tel}，邮箱：{email}）。", "office=office phones=tel emails=email"),
    Wording("（联系人：方某 联系电话：{tel}）", "phones=tel"),
    Wording("（联系电话：{tel}，传真：{fax}）", "phones=tel fax=fax"),
    Wording("联系电话：{tel}", "phones=tel"),
    Wording("本报告公布后，任何单位和个人可通过信函、电话、传真等方式提出意见。地址：{addr}，邮编：{post}，电话：{tel}，传真：{fax}。", "address=addr postcode=post phones=tel fax=fax"),
    Wording("现将工作情况报告如下。§无其他需要报告的事项。\n欢迎社会各界监督，联系电话{tel}。", "phones=tel"),
    Wording("现将工作情况报告如下。§如需了解更多信息，请登录政府网站查询，或与{office}联系，电话：{tel}。", "office=office phones=tel"),
    Wording("现将工作情况报告如下。§对处理结果不服的，可向县政府办公室反映，联系电话：{other}。", ""),
    Wording("现将工作情况报告如下。§在公开栏公布单位地址、联系电话等信息，全年接待群众5550199人次。", ""),
    Wording("现将工作情况报告如下。§无。\n联系单位：{office}\n联系地址：{addr}\n电子邮箱：{email}", "office=office address=addr emails=email"),
    Wording("现将工作情况报告如下。§本报告电子版可在县政府网站（{site}）下载。如有疑问，请与{office}联系，电话：{tel}。", "office=office phones=tel website=site"),
    Wording("现将工作情况报告如下。§在县政府网站（{site}）公开信息300条，开展在线访谈2次。", ""),
    # traditional characters and odd widths
    Wording("如有疑問，請與{office}聯繫，電話：{tel}，傳真：{fax}，郵編：{post}。", "office=office postcode=post phones=tel fax=fax"),
    Wording("聯繫電話：{tel}；聯繫地址：{addr}", "address=addr phones=tel"),
    Wording("如 有 疑 问 ， 请 与 {office} 联 系 ， 电 话 ： {tel} 。", "office=office phones=tel"),
    Wording("如有疑问﹐请与{office}联系﹐电话﹕{tel}。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，联系电话∶{tel}，邮编∶{post}。", "office=office postcode=post phones=tel"),
    Wording("如有疑问，请与{office}联系，联系电话;{tel}；邮编;{post}；地址;{addr}。", "office=office address=addr postcode=post phones=tel"),
    Wording("如有疑问，请与{office}联糸，电话：{tel}。", "office=office phones=tel"),
    Wording("如有疑问，请于{office}联系，电话：{tel}。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系 (电话 {tel} ，电子信箱 {email} ) 。", "office=office phones=tel emails=email"),
    # more ways, in the words of many hands
    Wording("公民、法人和其他组织如对本报告有疑问，可向{office}提出（地址：{addr}，邮政编码：{post}，联系电话：{tel}）。", _all()),
    Wording("对本报告有不清楚的地方，请联系{office}，联系电话：{tel}，联系邮箱：{email}。", "office=office phones=tel emails=email"),
    Wording("如您对本报告有任何意见和建议，请向{office}反馈，电话{tel}。", "office=office phones=tel"),
    Wording("本报告可通过政府网站查阅，也可到{addr}查阅，咨询电话：{tel}。", "phones=tel"),
    Wording("如需进一步了解情况，请与{office}联系，办公电话{tel}，通信地址{addr}，邮政编码{post}。", _all()),
    Wording("报告如有疑问请咨询{office}（{tel}）。", "office=office phones=tel"),
    Wording("如对本报告内容有异议，请直接与{office}联系，电话{tel}，传真{fax}。", "office=office phones=tel fax=fax"),
    Wording("{office}地址：{addr}，邮编：{post}，电话：{tel}。", "address=addr postcode=post phones=tel"),
    Wording("本报告解释权归{office}所有。电话：{tel}。", "phones=tel"),
    Wording("如有疑问，请与{office}联系。Email：{email}，电话：{tel}", "office=office phones=tel emails=email"),
    Wording("如有疑问，请与{office}联系。E-mail:{email};Tel:{tel}", "office=office phones=tel emails=email"),
    Wording("如有疑问，请与{office}联系。通讯地址：{addr}。邮编：{post}。联系电话：{tel}。传真：{fax}。", _all("fax=fax")),
    Wording("如有疑问，请与{office}联系。邮寄地址：{addr}（邮编：{post}）；电话：{tel}。", _all()),
    Wording("如有疑问，请与{office}联系。电话：{tel}（办公室）、{tel2}（值班室）。", "office=office phones=tel+tel2"),
    Wording("如有疑问，请与{office}联系。电话：{tel}；{tel2}。", "office=office phones=tel+tel2"),
    Wording("如有疑问，请与{office}联系。电话：{tel}(工作日)。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系。电话号码为：{tel}，电子邮箱为：{email}。", "office=office phones=tel emails=email"),
    Wording("如有疑问，请在工作日拨打{office}电话{tel}咨询。", "office=office phones=tel"),
    Wording("如有疑问，请拨打联系电话：{tel}，或发送邮件至{email}。", "phones=tel emails=email"),
    Wording("如有疑问，请通过以下方式联系我们：电话{tel}；邮箱{email}；地址{addr}。", "address=addr phones=tel emails=email"),
    Wording("欢迎来电来函（电话：{tel}，地址：{addr}）。", "address=addr phones=tel"),
    Wording("查询地点：{addr}；联系电话：{tel}。", "phones=tel"),
    Wording("现公布如下，如有疑问，请与{office}联系（联系人：苗某；电话：{tel}；邮箱：{email}）。", "office=office phones=tel emails=email"),
    Wording("如有疑问，请联系{office}。联系人：方某，电话：{tel}", "office=office phones=tel"),
    Wording("报告中如有疑问，请向{office}咨询。地址：{addr}。联系电话：{tel}", "office=office address=addr phones=tel"),
    Wording("如有疑问，请联系我单位，联系电话：{tel}。", "phones=tel"),
    Wording("如有疑问，请与我们联系：{tel}。", "phones=tel"),
    Wording("如有疑问，请与本单位办公室联系：{tel}，{email}。", "office=本单位办公室 phones=tel emails=email"),
    Wording("本报告电子版在{site}公布。联系电话：{tel}；电子邮箱：{email}", "phones=tel emails=email website=site"),
    Wording("欢迎公众通过县政府门户网站（{site}）浏览，如有疑问请与{office}联系，地址：{addr}，电话：{tel}。", "office=office address=addr phones=tel website=site"),
    Wording("工作机构：{office}，办公地址：{addr}，办公时间：8:00—12:00，14:30—17:30，联系电话：{tel}，传真：{fax}，电子邮箱：{email}。", "address=addr phones=tel fax=fax emails=email"),
    Wording("如有疑问，请与{office}联系，联系地址：{addr}{post}，联系电话：{tel}。", "office=office address=addr phones=tel"),
    Wording("现将工作情况报告如下。§（二）依申请公开。在指南中公布了受理地址、联系电话、传真、邮箱等信息，方便群众申请。", ""),
    Wording("现将工作情况报告如下。§办理县长信箱来信{qq}，拨打电话回访群众320人次，联系企业56家。", ""),
    Wording("现将工作情况报告如下。§通过电话{other}接受咨询20余次，现场接待10人次。", ""),
    Wording("现将工作情况报告如下。§申请人可向县自然资源局申请，地址：青禾县国土大厦，电话：{other}。", ""),
    Wording("如有疑问，请与{office}联系，电话：{tel}。§我镇与县政府办公室联系密切，全年上报信息35条。", "office=office phones=tel"),
    Wording("如有疑问，请与{office}联系，电话：{tel}。§设立公开电话{other}，接受群众咨询50人次。", "office=office phones=tel"),
    Wording("联系电话：{tel}，纪检监察举报电话：{other}，信访接待电话：{other}", "phones=tel"),
    Wording("政务服务热线：12345，联系电话：{tel}", "phones=tel"),
    Wording("（地址：{addr}；邮编：{post}；电话：{tel}）", "address=addr postcode=post phones=tel"),
    Wording("（{addr}，{tel}）", ""),
]  # fmt: skip

_TOWNS = ("松陂镇", "听泉街道", "云岫乡", "白鹭湾镇", "石梁回族乡", "兴隆苏木", "青禾高新区")
_OFFICES = ("党政办公室", "党政综合办公室", "党政办", "人民政府办公室", "综合办公室", "政务公开办公室", "便民服务中心")
_BUREAUS = (
    "县民政局办公室",
    "青禾县教育局办公室",
    "青禾县自然资源局政策法规股",
    "县政府办公室信息公开股",
    "青禾县文化广电和旅游局综合科",
    "县卫健委办公室",
    "青禾县医疗保障局",
    "青禾县房屋征收与补偿办公室",
    "青禾县融媒体中心办公室",
    "青禾县综合执法局（城市管理局）办公室",
)
_STREETS = ("听泉街6号", "迎宾大道118号", "人民路中段", "书院巷12-3号", "松陂村3组", "镇政府大院", "建设路88号政务中心B座107室", "滨河路西侧", "解放路1号（县政府院内）", "青年街十九号", "新区政务大楼四楼")  # fmt: skip


def fill(wording: Wording, seed: int) -> Sample:
    """Fill a wording with values of that seed."""
    printed, meant = _values(Random(f"{seed} {wording.text}"))
    opening, _, last = wording.text.format(**printed).partition("§")
    sections = [Section(number="一", heading="总体情况", text="各项工作有序推进。")]
    if last:
        sections.append(Section(number="六", heading="其他需要报告的事项", text=last))
    truth = Contact()
    for part in wording.truth.split():
        field, _, places = part.partition("=")
        found = [meant.get(place, place) for place in places.split("+")]
        setattr(truth, field, found if field in ("phones", "emails") else found[0])
    return Sample(opening.split("\n"), sections, truth)


def _values(rng: Random) -> tuple[dict[str, str], dict[str, str]]:
    """Places as printed, and as the item writes them."""
    area = rng.choice(("0878", "0943", "010", "021", "0471", "0511", "0755"))
    town = rng.choice(_TOWNS)
    office = f"{town}{rng.choice(_OFFICES)}" if rng.random() < 0.7 else rng.choice(_BUREAUS)
    printed = {
        "office": office,
        "addr": f"{rng.choice(('', '青禾县', '岚州市青禾县', '岚省岚州市青禾县'))}{town}{rng.choice(_STREETS)}",
        "post": str(rng.randrange(100000, 860000)),
        "post2": str(rng.randrange(100000, 860000)),
        "qq": str(rng.randrange(10**8, 10**9)),
        "email": rng.choice(("songbei@mail.example", "sb_dzb2020@mail.example.cn", "5550101@mail.example", "qh.xxgk-1@gov.example")),
        "site": rng.choice(("http://www.qinghe.example/", "www.qinghe.example", "https://www.qinghe.example/zwgk/", "http://qinghe.example")),
    }  # fmt: skip
    meant = dict(printed)
    style = rng.randrange(7)
    for place in ("tel", "tel2", "fax", "other"):
        digits = _digits(rng, 8 if len(area) == 3 or area == "0755" else 7)
        printed[place], meant[place] = _styles(area, digits)[style], f"{area}-{digits}"
        if style == 6:
            meant[place] = digits
    inner = str(rng.randrange(1, 9999))
    printed["ext"] = rng.choice((f"{meant['tel']}-{inner}", f"{meant['tel']}转{inner}", f"{meant['tel']}（转{inner}）", f"{meant['tel']}转分机{inner}"))  # fmt: skip
    meant["ext"] = f"{meant['tel']}-{inner}"
    printed["mobile"] = meant["mobile"] = f"1{rng.choice('35789')}{_digits(rng, 9)}"
    printed["free"] = meant["free"] = rng.choice(("400-555-0101", "400-5550-101", "4005550101", "800-555-0101"))
    meant["free"] = printed["free"].replace("-", "")
    return printed, meant


def _digits(rng: Random, count: int) -> str:
    digits = str(rng.randrange(2, 9)) + "".join(str(rng.randrange(10)) for _ in range(count - 1))
    return f"{digits[:-5]}12345" if rng.random() < 0.05 else digits  # holds the digits of a hotline


def _styles(area: str, digits: str) -> tuple[str, ...]:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return (
        f"{area}-{digits}",
        f"{area}—{digits}",
        f"（{area}）{digits}",
        f"{area}{digits}",
        f"{area} {digits}",
        f"{area.translate(wide)}－{digits.translate(wide)}",
        digits,
    )
