"""The words of which synthetic names and sentences are made.

Entries are separated by a bar; in an entry of several languages the first word is
English (or in Latin letters), the second Korean, and the rest Vietnamese.
"""

from __future__ import annotations

KOREAN_FAMILIES = (
    "Kim 김|Lee 이|Park 박|Choi 최|Jung 정|Kang 강|Cho 조|Yoon 윤|Jang 장|Lim 임|Han 한"
)
KOREAN_SYLLABLES = (
    "Min 민|Seo 서|Ji 지|Hyun 현|Woo 우|Jun 준|Young 영|Soo 수|Hee 희|Eun 은|Jin 진|Kyung 경|"
    "Sung 성|Ho 호|Tae 태|Yeon 연|Dong 동|Hye 혜|Gyu 규|Won 원"
)
VIETNAMESE_NAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương",
    "Văn|Thị|Minh|Đức|Ngọc|Thanh|Quang|Hữu|Thu|Xuân",
    "Anh|Bình|Châu|Dũng|Giang|Hà|Hải|Hạnh|Hòa|Hùng|Khánh|Lan|Linh|Long|Mai|Nam|Nga|Phúc|Quân|"
    "Quỳnh|Sơn|Tâm|Thảo|Trang|Tuấn|Vân|Yến",
)
"""Family, middle and given names."""

COUNTRIES = (("Haeyang", "해양", "ko"), ("Nam Lac", "Nam Lạc", "vi"))
KOREAN_PLACES = (
    "Han 한|Dae 대|San 산|Ju 주|Gang 강|Won 원|Cheon 천|Hae 해|Nam 남|Buk 북|Pyeong 평|Yang 양"
)
VIETNAMESE_PLACES = "Hải|Bình|Lạc|Sơn|Thạch|Long|An|Phước|Vĩnh|Tân|Đông|Hòa|Thuận|Giang|Kiên|Ninh"

FIELDS = (
    "Textile 섬유 dệt may|Machinery 기계 cơ khí|Software 소프트웨어 phần mềm|Food 식품 thực phẩm|"
    "Shipbuilding 조선 đóng tàu|Electronics 전자 điện tử|Cosmetics 화장품 mỹ phẩm|"
    "Logistics 물류 hậu cần|Energy 에너지 năng lượng|Furniture 가구 nội thất|"
    "Fisheries 수산 thủy sản|Steel 철강 thép|Biotechnology 바이오 sinh học|Tourism 관광 du lịch"
)
BODIES = (
    "Association 협회 hiệp hội|Agency 진흥원 cơ quan|Federation 연합회 liên đoàn|"
    "Institute 연구원 viện|Center 센터 trung tâm|Committee 위원회 ủy ban|Company 회사 công ty|"
    "Department 부 sở"
)
MEASURES = (
    "exports 수출 xuất khẩu|imports 수입 nhập khẩu|companies 기업 doanh nghiệp|"
    "jobs 일자리 việc làm|investment 투자 đầu tư|startups 스타트업 khởi nghiệp"
)

TITLES = (
    "President|Chairman|Vice President|Director General|Deputy Director|Secretary General|Mayor"
)
GISTS = (
    "said that both sides will widen their cooperation in {field} and support small firms|"
    "proposed a working group on {field} that meets twice a year and reports to both sides|"
    "stressed the part that young entrepreneurs have in {field} and asked for simpler rules|"
    "called the results of the joint work in {field} since the last meeting encouraging"
)
TAILS = (
    "at a meeting that was held on the side of the annual conference|"
    "as part of a wider effort to link small and medium enterprises of the two countries|"
    "while officials of both sides and representatives of firms looked on|"
    "and the details will be settled in talks over the months to come|"
    "which both sides called a step forward"
)
